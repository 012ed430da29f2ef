/**
 * Weights, slots and what belongs to them, on disk, whole or not at all.
 *
 * <p>Read {@link dev.inlay.checkpoint.Checkpoint} first: what one holds, and how its file is laid
 * out. {@link dev.inlay.checkpoint.Checkpoints} is a directory of them: which is the newest whole
 * one, how many are kept, and who may write.
 *
 * <p>May import {@code tensor}.
 */
@NullMarked
package dev.inlay.checkpoint;

import org.jspecify.annotations.NullMarked;
