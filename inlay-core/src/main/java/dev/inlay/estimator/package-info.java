/**
 * Ready models over columns, after TensorFlow's estimators: linear models, networks, both together,
 * and model functions of one's own, under any head.
 *
 * <p>Read {@link dev.inlay.estimator.Estimator} first. Most of its classes are only ways to say
 * what is wanted; {@code Blueprint} holds it, {@code Head} is what a model's last numbers mean, and
 * {@code Driver} keeps the model of each; {@code TrainingRun}, {@code Evaluations} and {@code
 * Predictions} run it.
 *
 * <p>May import all packages.
 */
@NullMarked
package dev.inlay.estimator;

import org.jspecify.annotations.NullMarked;
