package dev.inlay.train;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss as a metric: its mean over samples, by their weights. The loss's reduction plays no part.
 *
 * @param name the name under which it is reported
 */
public record MeanLoss(String name, LossFunction loss) implements Metric {
  @Override
  public Mode direction() {
    return loss instanceof Negative ? Mode.MAX : Mode.MIN;
  }

  @Override
  public Accumulator start() {
    return new Average(new Measure(loss));
  }

  /** Computes a loss for batches; those after each other mostly have one shape but for the rows. */
  private static final class Measure implements Average.Measure {
    /** The loss for predictions of a shape. */
    private record Traced(Shape shape, Labels labels, Run run, boolean masked) {}

    private final LossFunction loss;
    private @Nullable Traced last;

    Measure(LossFunction loss) {
      this.loss = loss;
    }

    @Override
    public Average.Values of(Tensor yTrue, Tensor yPred) {
      Shape shape = yPred.shape().withDim(0, Shape.UNKNOWN);
      Traced traced = last;
      if (traced == null || !traced.shape().equals(shape)) {
        traced = trace(shape);
        last = traced;
      }
      Run run = traced.run();
      run.execute(List.of(traced.labels().conform("labels", yTrue), yPred), 0);
      float[] values = run.outputArray(0);
      int at = run.outputOffset(0);
      if (!traced.masked()) {
        return new Average.Values(run.outputShape(0), i -> values[at + i]);
      }
      float[] valid = run.outputArray(1);
      int validAt = run.outputOffset(1);
      return new Average.Values(run.outputShape(0), i -> values[at + i], i -> valid[validAt + i]);
    }

    private Traced trace(Shape shape) {
      Graph graph = new Graph();
      Labels labels = loss.labels(shape);
      Node yTrue = graph.input(labels.spec("y_true"));
      Node yPred = graph.input(TensorSpec.of("y_pred", DType.FLOAT32, shape));
      Node perSample = loss.perSample(yTrue, yPred);
      Node valid = loss.valid(yTrue, yPred);
      List<Node> outputs = valid == null ? List.of(perSample) : List.of(perSample, valid);
      Plan plan = Plan.compile(Program.of(graph, outputs), Workers.shared());
      return new Traced(shape, labels, plan.newRun(), valid != null);
    }
  }
}
