/**
 * Columns of data as inputs of models, with TensorFlow's semantics of {@code tf.feature_column}:
 * the same ids for the same data, bit by bit.
 *
 * <p>A column has two halves that never mix: the data side turns rows into ids and numbers on any
 * thread, the graph side turns those into what a model sees. Read {@link
 * dev.inlay.feature.CategoricalColumn} first and {@link dev.inlay.feature.IdentityColumn} as an
 * example, then {@link dev.inlay.feature.ColumnEncoder}, which runs the data side of many columns,
 * and {@link dev.inlay.feature.DenseFeatures}, {@link dev.inlay.feature.SequenceFeatures} and
 * {@link dev.inlay.feature.LinearModel}, the layers that run the graph side.
 *
 * <p>May import {@code tensor}, {@code data}, {@code graph}, {@code checkpoint} and {@code layer}.
 */
@NullMarked
package dev.inlay.feature;

import org.jspecify.annotations.NullMarked;
