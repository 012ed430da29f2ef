package dev.inlay.feature;

import dev.inlay.tensor.Ragged;
import org.jspecify.annotations.Nullable;

/**
 * What a categorical column gives the graph.
 *
 * @param ids for each row, ids from 0 to {@code numBuckets - 1}
 * @param weights of a {@link WeightedColumn}, one for each id; else null
 */
public record EncodedIds(Ragged ids, @Nullable Ragged weights) {}
