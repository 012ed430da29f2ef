/**
 * Layers joined to models, and what is done with them: fit, evaluate, predict, save.
 *
 * <p>Read {@link dev.inlay.model.Model} first; {@link dev.inlay.model.Sequential} makes one from a
 * list of layers. A model traces its layers once for each use into a {@link
 * dev.inlay.graph.Program}, which the engine compiles; from then on each batch is fed and run.
 *
 * <p>May import {@code tensor}, {@code data}, {@code graph}, {@code kernel}, {@code engine}, {@code
 * checkpoint}, {@code layer}, {@code feature} and {@code train}.
 */
@NullMarked
package dev.inlay.model;

import org.jspecify.annotations.NullMarked;
