/**
 * How a program runs fast. A {@link dev.inlay.engine.Plan} is a program compiled once; a {@link
 * dev.inlay.engine.Run} owns the memory of one user of it; {@link dev.inlay.engine.Workers} are the
 * threads. Optimizers join in through {@link dev.inlay.engine.UpdateRule} and {@link
 * dev.inlay.engine.Slots}.
 *
 * <p>Read {@link dev.inlay.engine.Plan} first. What an op means is said by {@link
 * dev.inlay.graph.Interpreter}; tests hold the two against each other.
 *
 * <p>May import {@code tensor}, {@code graph} and {@code kernel}.
 */
@NullMarked
package dev.inlay.engine;

import org.jspecify.annotations.NullMarked;
