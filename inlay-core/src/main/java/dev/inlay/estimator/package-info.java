/**
 * Ready models over columns, after TensorFlow's estimators: linear models, networks, and both
 * together, for numbers and for classes.
 *
 * <p>Read {@link dev.inlay.estimator.Estimator} first. The six classes are only ways to say what is
 * wanted; {@code Blueprint} holds it, {@code Head} is what a model's last numbers mean, and {@code
 * Driver} trains, measures and predicts for all of them.
 *
 * <p>May import all packages.
 */
@NullMarked
package dev.inlay.estimator;

import org.jspecify.annotations.NullMarked;
