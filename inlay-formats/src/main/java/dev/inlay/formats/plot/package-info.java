/**
 * Pictures of models and of their training, as SVG and PNG: {@link
 * dev.inlay.formats.plot.ModelPlot} and {@link dev.inlay.formats.plot.HistoryChart} make a {@link
 * dev.inlay.formats.plot.Drawing}, which writes itself. Nothing has to be installed.
 *
 * <p>Read ModelPlot first. Uses the model package of core, and Java's own two-dimensional graphics
 * for PNG.
 */
@NullMarked
package dev.inlay.formats.plot;

import org.jspecify.annotations.NullMarked;
