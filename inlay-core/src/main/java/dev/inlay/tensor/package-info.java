/**
 * Values and their shapes: what flows in and out of models.
 *
 * <p>Read {@link dev.inlay.tensor.Tensor} first, then {@link dev.inlay.tensor.Ragged} (rows of
 * different lengths, for multi-valued columns) and {@link dev.inlay.tensor.Table} (the storage of
 * weights, which may be larger than one array).
 *
 * <p>Imports nothing of ours.
 */
@NullMarked
package dev.inlay.tensor;

import org.jspecify.annotations.NullMarked;
