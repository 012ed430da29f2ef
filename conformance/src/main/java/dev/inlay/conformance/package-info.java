/**
 * Replays cases that the reference implementations answered, and counts how many Inlay answers the
 * same way. {@code conformance/run FOLDER} starts {@link dev.inlay.conformance.Main}.
 *
 * <p>The way through: {@code GoldenFile} reads cases, {@code Replay} finds who replays one by its
 * kind, a {@code …Replay} builds the object, runs it and hands both answers to {@code Tolerance}.
 * The tables that turn a class and config of Keras or TensorFlow into ours are apart from all that:
 * {@link dev.inlay.layer.KerasConfig}, {@code KerasLosses}, {@code KerasMetrics}, {@code
 * KerasOptimizers}, {@code TensorFlowColumns}, {@code TensorFlowOptimizers}. None of them ignores a
 * setting: one that has no counterpart makes the case unsupported.
 *
 * <p>What a replay throws is its outcome: {@link java.lang.UnsupportedOperationException} names
 * what is missing, {@code Mismatch} says how far an answer is off, and any other exception is a
 * failure.
 */
@NullMarked
package dev.inlay.conformance;

import org.jspecify.annotations.NullMarked;
