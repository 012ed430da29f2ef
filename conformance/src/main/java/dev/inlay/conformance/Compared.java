package dev.inlay.conformance;

import dev.inlay.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a loss or a metric is given. */
record Compared(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
  /** From fields of the case, or the arguments of a call, by place or by name. */
  static Compared of(Case golden) {
    if (golden.has("y_pred")) {
      return new Compared(
          Encoded.tensor(golden.get("y_true")),
          Encoded.tensor(golden.get("y_pred")),
          optional(golden.fields().get("sample_weight")));
    }
    Case call = golden.has("inputs") ? golden.object("inputs") : golden;
    List<@Nullable Object> args = call.list("args");
    Case named = call.object("kwargs");
    Object yTrue = args.size() > 0 ? args.get(0) : named.get("y_true");
    Object yPred = args.size() > 1 ? args.get(1) : named.get("y_pred");
    Object weight = args.size() > 2 ? args.get(2) : named.fields().get("sample_weight");
    return new Compared(Encoded.tensor(yTrue), Encoded.tensor(yPred), optional(weight));
  }

  /** Of a call that has values and no labels: the values stand for both. */
  static Compared ofValues(Case call) {
    List<@Nullable Object> args = call.list("args");
    Case named = call.object("kwargs");
    Tensor values = Encoded.tensor(args.isEmpty() ? named.get("values") : args.getFirst());
    Object weight = args.size() > 1 ? args.get(1) : named.fields().get("sample_weight");
    return new Compared(values, values, optional(weight));
  }

  private static @Nullable Tensor optional(@Nullable Object tree) {
    return tree == null ? null : Encoded.tensor(tree);
  }
}
