package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Dropout for networks of {@link Activations#SELU}: in training, elements become that activation's
 * lower bound with a probability, and all are scaled and shifted so that mean and variance stay
 * (Klambauer and others 2017).
 *
 * @param rate the probability, from 0 to 1
 * @param noiseShape the shape of what is drawn; see {@link Dropout}
 */
public record AlphaDropout(float rate, List<Integer> noiseShape) implements Layer {
  private static final double BOUND = -1.6732632423543772 * 1.0507009873554805;

  public AlphaDropout {
    Dropout.checkRate("AlphaDropout", rate);
    noiseShape = List.copyOf(noiseShape);
    Dropout.checkNoiseShape("AlphaDropout", noiseShape);
  }

  public static AlphaDropout of(double rate) {
    return new AlphaDropout((float) rate, List.of());
  }

  public AlphaDropout withNoiseShape(int... noiseShape) {
    return new AlphaDropout(rate, IntStream.of(noiseShape).boxed().toList());
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(1, inputs);
    Node like = Dropout.drawn(x, noiseShape);
    if (!scope.training() || rate == 0) {
      return x;
    }
    double scale = 1 / Math.sqrt((1 - rate) * (1 + rate * BOUND * BOUND));
    double shift = -scale * BOUND * rate;
    Node bound = scope.graph().constant((float) BOUND);
    return Dropout.kept(scope, rate, like).where(x, bound).mul((float) scale).add((float) shift);
  }
}
