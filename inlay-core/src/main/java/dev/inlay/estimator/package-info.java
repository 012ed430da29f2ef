/**
 * Ready models over columns, after TensorFlow's estimators: linear models, networks, both together,
 * and model functions of one's own, under any head.
 *
 * <p>Read {@link dev.inlay.estimator.Estimator} first. Most of its classes are only ways to say
 * what is wanted; {@code Blueprint} holds it, {@code Head} is what a model's last numbers mean, and
 * {@code Driver} trains, measures and predicts for all of them.
 *
 * <p>May import all packages.
 */
@NullMarked
package dev.inlay.estimator;

import org.jspecify.annotations.NullMarked;
