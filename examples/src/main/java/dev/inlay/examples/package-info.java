/**
 * Programs to learn from: {@link dev.inlay.examples.ColumnInEstimator}, {@link
 * dev.inlay.examples.LayerInSequential} and {@link dev.inlay.examples.SeveralInputs} show the two
 * front ends on a few lines of data, {@link dev.inlay.examples.CensusWideDeep} a whole job, {@link
 * dev.inlay.examples.NextMovie} and {@link dev.inlay.examples.MovieRatings} recommendations.
 */
@NullMarked
package dev.inlay.examples;

import org.jspecify.annotations.NullMarked;
