/**
 * Jobs being run: training into a model directory, measuring, predicting, and what is printed of
 * it.
 *
 * <p>Read {@link dev.inlay.cli.run.Training} first. May import {@code yaml}, {@code job} and {@code
 * recipe}.
 */
@NullMarked
package dev.inlay.cli.run;

import org.jspecify.annotations.NullMarked;
