/**
 * What a model needs to be asked with raw rows, learned from the data by a job: how files are read,
 * what label and columns have become. It is what a model directory keeps beside the weights.
 *
 * <p>Read {@link dev.inlay.cli.recipe.Recipe} first; {@link dev.inlay.cli.recipe.Inference} makes
 * one. May import {@code yaml} and {@code job}.
 */
@NullMarked
package dev.inlay.cli.recipe;

import org.jspecify.annotations.NullMarked;
