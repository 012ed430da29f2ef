/**
 * Programs and their derivatives. A {@link dev.inlay.graph.Graph} is a list of {@link
 * dev.inlay.graph.Node}s, each the result of one {@link dev.inlay.graph.Op}; what leaves a graph is
 * a {@link dev.inlay.graph.Program}.
 *
 * <p>Read {@link dev.inlay.graph.Op} first: the families of ops and their shape rules. {@link
 * dev.inlay.graph.Autodiff} is one switch that writes each op's gradient in the same ops; {@link
 * dev.inlay.graph.Interpreter} is one switch that says what each op means, slowly and plainly; the
 * engine is measured against it.
 *
 * <p>May import {@code tensor}.
 */
@NullMarked
package dev.inlay.graph;

import org.jspecify.annotations.NullMarked;
