/**
 * Logs that TensorBoard reads: {@link dev.inlay.formats.tensorboard.TensorBoard} is a callback of a
 * fit, {@link dev.inlay.formats.tensorboard.EventFile} writes scalars, histograms and texts by
 * hand, and the summaries of estimators.
 *
 * <p>Read TensorBoard first. Uses callbacks, summary writers and TFRecord files of core.
 */
@NullMarked
package dev.inlay.formats.tensorboard;

import org.jspecify.annotations.NullMarked;
