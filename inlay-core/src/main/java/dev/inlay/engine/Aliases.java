package dev.inlay.engine;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import org.jspecify.annotations.Nullable;

/** Values that are (part of) another's memory. */
final class Aliases {
  private Aliases() {}

  /** The view of an alias of a value, or null if the value lies so that it must be copied. */
  static @Nullable View of(Node node, Forms forms, View in) {
    Form form = forms.of(node);
    if (node.op() instanceof Movement.Slice slice) {
      Form from = forms.of(node.input(0));
      int axis = from.axis(slice.axis());
      int inner = from.size(axis + 1, from.rank());
      int start = slice.start(from.dims()[axis]);
      View pieces = in.cut(from.size(axis, from.rank()));
      return pieces == null ? null : pieces.part(start * inner, form.size(axis, form.rank()));
    }
    return in.suits(form) ? in : null;
  }
}
