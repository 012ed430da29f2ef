/**
 * What moves weights: losses, metrics, optimizers, learning rates, and callbacks.
 *
 * <p>One idea runs through all of it: settings are values (records that can be compared, printed
 * and saved), and starting them gives an object that holds the state. {@link
 * dev.inlay.train.Optimizer} gives an {@link dev.inlay.train.OptimizerState}, {@link
 * dev.inlay.train.Metric} a {@link dev.inlay.train.Metric.Accumulator}, {@link
 * dev.inlay.train.Callback} an {@link dev.inlay.train.Callback.Observer}. So one {@code Adam.of()}
 * may train ten models at once.
 *
 * <p>Read {@link dev.inlay.train.Loss} first, then {@link dev.inlay.train.Optimizer}. {@link
 * dev.inlay.train.Training} is what callbacks see of a model that is being fitted.
 *
 * <p>May import {@code tensor}, {@code graph}, {@code kernel}, {@code engine}, {@code checkpoint}
 * and {@code layer}.
 */
@NullMarked
package dev.inlay.train;

import org.jspecify.annotations.NullMarked;
