package dev.inlay.engine;

import dev.inlay.graph.Contraction;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Random;
import dev.inlay.graph.Recurrent;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Scan;
import dev.inlay.graph.Selection;
import dev.inlay.graph.Source;
import dev.inlay.graph.Window;
import java.util.List;

/** How a node is computed. */
enum Kind {
  /** Row by row: each shard computes its own rows. */
  ROWS,
  /** As a sum over rows: each shard adds up its own, then the shards' sums are added. */
  SUM,
  /** At once: there is no batch in it, or it needs all rows together. */
  WHOLE;

  static Kind of(Node node, Forms forms) {
    List<Node> inputs = node.inputs();
    Form form = forms.of(node);
    boolean batch = form.rows() || inputs.stream().anyMatch(n -> forms.of(n).rows());
    if (!batch) {
      return WHOLE;
    }
    return switch (node.op()) {
      case Source _ -> form.rows() ? ROWS : WHOLE;
      case Elementwise _, CrossEntropy.SigmoidCrossEntropy _ ->
          rows(form.rows() && inputs.stream().allMatch(n -> along(forms.of(n), form)));
      case CrossEntropy.CrossEntropyGrad(CrossEntropy.SigmoidCrossEntropy _) ->
          rows(form.rows() && inputs.stream().allMatch(n -> along(forms.of(n), form)));
      case CrossEntropy _ -> rows(form.rows() && inputs.stream().allMatch(n -> forms.of(n).rows()));
      case Reduction.Reduce(var fold, var axes, _) ->
          !axes.contains(0)
              ? rows(form.rows())
              : fold == Reduction.Fold.SUM || fold == Reduction.Fold.MEAN ? sum(form) : WHOLE;
      case Reduction.Unreduce u ->
          rows(form.rows() && (u.axes().contains(0) || forms.of(inputs.getFirst()).rows()));
      case Reduction.ExpandLike _ -> rows(form.rows() && along(forms.of(inputs.getFirst()), form));
      case Reduction.SumLike _ -> {
        Form from = forms.of(inputs.getFirst());
        yield !from.rows() ? WHOLE : form.rows() ? rows(form.rank() == from.rank()) : sum(form);
      }
      case Reduction.Softmax _,
          Reduction.LogSoftmax _,
          Reduction.Standardize _,
          Reduction.StandardizeGrad _ ->
          rows(form.rows() && form.rank() > 1);
      case Reduction.CumSum c -> rows(form.rows() && form.axis(c.axis()) > 0);
      case Movement.Reshape _, Movement.ReshapeLike _ ->
          rows(form.rows() && forms.of(inputs.getFirst()).rows());
      case Movement.Transpose t -> rows(form.rows() && t.perm().getFirst() == 0);
      case Movement.Concat c -> rows(form.rows() && form.axis(c.axis()) > 0);
      case Movement.Slice s -> rows(form.rows() && form.axis(s.axis()) > 0);
      case Movement.SliceGrad s ->
          rows(form.rows() && form.axis(s.axis()) > 0 && forms.of(inputs.getFirst()).rows());
      case Movement.Pad p -> rows(form.rows() && form.axis(p.axis()) > 0);
      case Movement.Reverse r -> rows(form.rows() && form.axis(r.axis()) > 0);
      case Contraction.MatMul m ->
          matMul(m, forms.of(inputs.get(0)), forms.of(inputs.get(1)), form);
      case Lookup.Gather _ -> rows(form.rows() && !forms.of(inputs.getFirst()).rows());
      case Lookup.Bag _ -> rows(form.rows() && !forms.of(inputs.getFirst()).rows());
      case Lookup.GatherGrad _ ->
          forms.of(inputs.get(0)).rows() && forms.of(inputs.get(1)).rows() ? sum(form) : WHOLE;
      case Lookup.BagGrad _ -> sum(form);
      case Lookup.OneHot _, Lookup.MultiHot _ -> rows(form.rows());
      case Selection.TopK _ -> rows(form.rows() && form.rank() > 1);
      case Selection.GatherElements _, Selection.GatherElementsGrad _ ->
          rows(form.rank() > 1 && forms.of(inputs.get(0)).rows() && forms.of(inputs.get(1)).rows());
      case Window.Conv _, Window.ConvInputGrad _, Window.ConvTranspose _ ->
          rows(form.rows() && forms.of(inputs.get(0)).rows() && !forms.of(inputs.get(1)).rows());
      case Window.ConvKernelGrad _ -> sum(form);
      case Window.Pool _, Window.PoolGrad _ -> rows(form.rows());
      case Recurrent _ -> rows(form.rows() && !forms.of(inputs.get(1)).rows());
      case Scan scan -> rows(form.rows() && isByRow(scan, node, forms));
      case Random _ -> rows(form.rows());
    };
  }

  /**
   * Whether the steps of every node can be written for these forms. They can't where the batch
   * stands in a place that only looks like another: as the length of a kernel, say.
   */
  static boolean allSuit(Program program, Forms forms) {
    return program.graph().nodes().stream()
        .allMatch(
            node ->
                node.inputs().stream().noneMatch(n -> forms.of(n).rows()) || suits(node, forms));
  }

  private static boolean suits(Node node, Forms forms) {
    return switch (node.op()) {
      case Recurrent _,
          Scan _,
          Lookup.Bag _,
          Lookup.Gather _,
          Selection _,
          Window.Conv _,
          Window.ConvInputGrad _,
          Window.ConvTranspose _,
          Window.Pool _,
          Window.PoolGrad _ ->
          of(node, forms) == ROWS;
      case Lookup.BagGrad _, Lookup.GatherGrad _, Window.ConvKernelGrad _ -> of(node, forms) == SUM;
      case Source _,
          Elementwise _,
          Reduction _,
          Movement _,
          Contraction _,
          CrossEntropy _,
          Lookup.OneHot _,
          Lookup.MultiHot _,
          Random _ ->
          true;
    };
  }

  /** Whether a loop's values by row, and no others, grow with the batch, and all alike. */
  private static boolean isByRow(Scan scan, Node node, Forms forms) {
    int byRow = scan.states() + scan.sequences() + scan.rows();
    int each = forms.of(node).dims()[0];
    for (int i = 0; i < node.inputs().size(); i++) {
      Form input = forms.of(node.input(i));
      if (i < byRow ? !input.rows() || input.dims()[0] != each : input.rows()) {
        return false;
      }
    }
    return true;
  }

  private static Kind rows(boolean separate) {
    return separate ? ROWS : WHOLE;
  }

  private static Kind sum(Form form) {
    return form.rows() ? WHOLE : SUM;
  }

  /** Whether an operand's batch axis, if it has one, meets that of the result. */
  private static boolean along(Form operand, Form result) {
    return operand.rows()
        ? operand.rank() == result.rank() && operand.dims()[0] == result.dims()[0]
        : operand.rank() < result.rank() || operand.dims()[0] == 1;
  }

  private static Kind matMul(Contraction.MatMul m, Form a, Form b, Form out) {
    if (out.rows()) {
      boolean left = a.rows() && (a.rank() > 2 || !m.transposeA());
      boolean leads = a.rank() >= b.rank() && along(a, out.rank() == a.rank() ? out : a);
      boolean right = !b.rows() || (b.rank() == out.rank() && b.rank() > 2);
      boolean onlyRight = !a.rows() && b.rows() && b.rank() == out.rank() && b.rank() > 2;
      return rows((left && leads && right) || onlyRight);
    }
    boolean overBatch =
        a.rank() == 2 && b.rank() == 2 && a.rows() && b.rows() && m.transposeA() && !m.transposeB();
    return overBatch ? SUM : WHOLE;
  }
}
