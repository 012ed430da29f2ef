/**
 * Rows to batches. A {@link dev.inlay.data.Dataset} is a recipe for a sequence of rows (from
 * arrays, records or files of {@link dev.inlay.data.Csv}) that can be walked many times; cut into
 * {@link dev.inlay.data.Batch}es, it is what models train on.
 *
 * <p>Read {@link dev.inlay.data.Batch} first, then {@link dev.inlay.data.Dataset}. Inside, data
 * stays in columns: a {@link dev.inlay.data.Slice} names some rows of a batch by index, and {@link
 * dev.inlay.data.Stage} turns slices into slices, so that shuffling, splitting and batching touch
 * no row until a batch is cut.
 *
 * <p>{@link dev.inlay.data.Vocabulary} and {@link dev.inlay.data.Fingerprint} are what makes ids of
 * texts, for columns and layers alike.
 *
 * <p>A {@link dev.inlay.data.RowSource} is rows outside of the program, {@link
 * dev.inlay.data.Shards} a way through its files, {@link dev.inlay.data.BadRows} the rule for those
 * that can't be read. Text comes in {@link dev.inlay.data.Blocks}, which a {@link
 * dev.inlay.data.ParsedFile} has parsed on several threads.
 *
 * <p>{@link dev.inlay.data.TfRecords} and {@link dev.inlay.data.TfExamples} read and write
 * TensorFlow's record files; a {@link dev.inlay.data.ParseSpec} says which fields become columns.
 *
 * <p>May import {@code tensor}.
 */
@NullMarked
package dev.inlay.data;

import org.jspecify.annotations.NullMarked;
