package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Another layer whose kernel, or embedding table, is divided by its largest singular value at each
 * step of training (Miyato and others 2018). As in Keras the quotient takes the weight's place, and
 * the gradient moves it from there; outside of training the weight is used as it is.
 *
 * <p>The singular value is approached by power iterations from a state {@code vector_u} {@code [1,
 * last axis]}.
 *
 * @param layer what computes the output
 * @param powerIterations how many iterations a step makes
 */
public record SpectralNormalization(Layer layer, int powerIterations) implements Layer {
  /** Keras's epsilon, below which a vector's length counts as it. */
  private static final float EPSILON = 1e-7f;

  public SpectralNormalization {
    if (powerIterations < 1) {
      throw new IllegalArgumentException(
          "SpectralNormalization(powerIterations %d): 1 or more".formatted(powerIterations));
    }
  }

  /** With one iteration a step. */
  public static SpectralNormalization of(Layer layer) {
    return new SpectralNormalization(layer, 1);
  }

  public SpectralNormalization withPowerIterations(int powerIterations) {
    return new SpectralNormalization(layer, powerIterations);
  }

  @Override
  public Masking masking() {
    return layer.masking();
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    boolean[] found = {false};
    List<Node> outputs =
        scope
            .viewing(
                (inner, spec) -> {
                  Node weight = inner.weight(spec);
                  boolean isKernel =
                      spec.name().equals("kernel") || spec.name().equals("embeddings");
                  if (!isKernel || found[0]) {
                    return weight;
                  }
                  found[0] = true;
                  return normalized(scope, weight);
                })
            .applyAll(layer, inputs);
    if (!found[0]) {
      throw new IllegalArgumentException(
          layer.kind() + " has neither a \"kernel\" nor \"embeddings\" that could be normalized");
    }
    return outputs;
  }

  private Node normalized(Scope scope, Node weight) {
    int last = weight.shape().last();
    Node u = scope.state("vector_u", Shape.of(1, last), TruncatedNormal.of(0, 0.02f));
    if (!scope.training() || scope.isFrozen()) {
      return weight;
    }
    Node matrix = weight.stopGradient().reshape(-1, last);
    Node left = matrix.transpose(1, 0);
    Node next = u;
    Node v = u;
    for (int i = 0; i < powerIterations; i++) {
      v = Inputs.unit(next.matMul(left), EPSILON, 1);
      next = Inputs.unit(v.matMul(matrix), EPSILON, 1);
    }
    Node sigma = v.matMul(matrix).mul(next).sum();
    Node any = matrix.abs().reduceMax();
    Node divided = any.where(weight.stopGradient().div(sigma), weight.stopGradient());
    scope.update(u, any.where(next, u));
    scope.update(weight, divided);
    return weight.add(divided.sub(weight).stopGradient());
  }
}
