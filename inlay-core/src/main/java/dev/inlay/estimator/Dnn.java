package dev.inlay.estimator;

import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.ColumnInputs;
import dev.inlay.feature.DenseFeatures;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.layer.Activations;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.train.Optimizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network of an estimator.
 *
 * @param features its input
 * @param hiddenUnits the width of each hidden layer
 * @param activation of the hidden layers
 * @param dropout the part of each hidden layer's output that training drops
 * @param batchNorm whether each hidden layer's output is normalised
 * @param optimizer null for the default
 */
record Dnn(
    DenseFeatures features,
    List<Integer> hiddenUnits,
    ActivationFunction activation,
    float dropout,
    boolean batchNorm,
    @Nullable Optimizer optimizer)
    implements Network {
  static final String PATH = "dnn";
  private static final String INPUT = "input_from_feature_columns/input_layer";
  private static final float MOMENTUM = 0.999f;

  Dnn {
    hiddenUnits = List.copyOf(hiddenUnits);
    for (int units : hiddenUnits) {
      if (units < 1) {
        throw new IllegalArgumentException(
            "hidden units %s; each layer has 1 or more".formatted(hiddenUnits));
      }
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout %s; the part to drop is 0 or more and below 1".formatted(dropout));
    }
  }

  static Dnn of(Collection<? extends FeatureColumn> columns, int... hiddenUnits) {
    if (hiddenUnits.length == 0) {
      throw new IllegalArgumentException(
          "a network has one hidden layer or more; say how wide they are, as in (columns, 128,"
              + " 64)");
    }
    return new Dnn(
        DenseFeatures.of(columns),
        Arrays.stream(hiddenUnits).boxed().toList(),
        Activations.RELU,
        0,
        false,
        null);
  }

  Dnn withActivation(ActivationFunction other) {
    return new Dnn(features, hiddenUnits, other, dropout, batchNorm, optimizer);
  }

  Dnn withDropout(double part) {
    return new Dnn(features, hiddenUnits, activation, (float) part, batchNorm, optimizer);
  }

  Dnn withBatchNorm(boolean normalised) {
    return new Dnn(features, hiddenUnits, activation, dropout, normalised, optimizer);
  }

  Dnn withOptimizer(Optimizer other) {
    return new Dnn(features, hiddenUnits, activation, dropout, batchNorm, other);
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public List<FeatureColumn> columns() {
    return List.copyOf(features.columns());
  }

  @Override
  public Optimizer usualOptimizer(Defaults defaults, boolean combined) {
    return defaults.dnn(combined);
  }

  @Override
  public Symbol symbol(int logits) {
    Symbol x = features.named("input_layer").on();
    for (int i = 0; i < hiddenUnits.size(); i++) {
      String name = "hiddenlayer_" + i;
      x = x.to(Dense.of(hiddenUnits.get(i), activation).named(name));
      x = dropout > 0 ? x.to(Dropout.of(dropout).named("dropout_" + i)) : x;
      x =
          batchNorm
              ? x.to(BatchNormalization.of().withMomentum(MOMENTUM).named("batchnorm_" + i))
              : x;
    }
    return x.to(Dense.of(logits).named("logits"));
  }

  @Override
  public String describe(Optimizer by) {
    return "network %s over %d numbers of %d columns by %s, activation %s, %s, %s"
        .formatted(
            hiddenUnits,
            features.width(),
            features.columns().size(),
            by,
            activation,
            dropout == 0 ? "no dropout" : "dropout " + dropout,
            batchNorm ? "batch normalisation" : "no batch normalisation");
  }

  @Override
  public Layer layer(ColumnEncoder encoder, int logits, Map<String, Node> summaries) {
    return new Tower(this, encoder, logits, summaries);
  }

  /** The network over encoded columns, with the paths that TensorFlow gives its weights. */
  private record Tower(Dnn dnn, ColumnEncoder encoder, int logits, Map<String, Node> summaries)
      implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      var columns = ColumnInputs.of(encoder, inputs);
      Layer features = (inner, _) -> dnn.features.call(inner, columns);
      Node x = apply(scope, INPUT, features);
      for (int i = 0; i < dnn.hiddenUnits.size(); i++) {
        String name = "hiddenlayer_" + i;
        x = apply(scope, name, Dense.of(dnn.hiddenUnits.get(i), dnn.activation), x);
        summarize(scope.path() + "/" + name, x);
        if (dnn.dropout > 0) {
          x = apply(scope, name + "/dropout", Dropout.of(dnn.dropout), x);
        }
        if (dnn.batchNorm) {
          Layer norm = BatchNormalization.of().withMomentum(MOMENTUM);
          x = apply(scope, name + "/batchnorm_" + i, norm, x);
        }
      }
      Node z = apply(scope, "logits", Dense.of(logits), x);
      summarize(scope.path() + "/logits", z);
      return z;
    }

    private void summarize(String name, Node x) {
      Node zeros = x.apply(Binary.EQUAL, x.graph().constant(0));
      summaries.put(name + "/fraction_of_zero_values", zeros.mean());
      summaries.put(name + "/activation", x);
    }

    private static Node apply(Scope scope, String name, Layer layer, Node... inputs) {
      return scope.applyAll(name, layer, inputs).getFirst();
    }
  }
}
