package dev.inlay.estimator;

import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Add;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Weights;
import dev.inlay.model.Model;
import dev.inlay.tensor.Shape;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a canned estimator: a linear model, a network, both, or neither (a baseline),
 * what their logits mean, and how it is run.
 *
 * @param kind the estimator's name, for the log
 * @param linear null if there is none
 * @param network null if there is none
 * @param baseline the optimizer of a baseline; null for the default
 */
record Blueprint(
    String kind,
    @Nullable Linear linear,
    @Nullable Network network,
    @Nullable Optimizer baseline,
    Head head,
    Defaults defaults,
    Running running)
    implements Assembly {
  private static final String LINEAR = "linear";

  /** What a path has in front of the name of a layer that stands alone. */
  private static final Pattern IN_LAYERS =
      Pattern.compile(
          "^(dnn/input_from_feature_columns/|dnn/hiddenlayer_\\d+/(?=batchnorm)|dnn/|rnn_model/|linear/)");

  static Blueprint of(String kind, @Nullable Linear linear, @Nullable Network network, Head head) {
    return new Blueprint(kind, linear, network, null, head, Defaults.V2, Running.USUAL);
  }

  /** A model without columns. */
  static Blueprint baseline(String kind, Head head) {
    return of(kind, null, null, head);
  }

  Blueprint withLinear(UnaryOperator<Linear> change) {
    Linear other = change.apply(Objects.requireNonNull(linear));
    return new Blueprint(kind, other, network, baseline, head, defaults, running);
  }

  Blueprint withDnn(UnaryOperator<Dnn> change) {
    Dnn other = change.apply((Dnn) Objects.requireNonNull(network));
    return new Blueprint(kind, linear, other, baseline, head, defaults, running);
  }

  Blueprint withRnn(UnaryOperator<Rnn> change) {
    Rnn other = change.apply((Rnn) Objects.requireNonNull(network));
    return new Blueprint(kind, linear, other, baseline, head, defaults, running);
  }

  Blueprint withBaseline(Optimizer optimizer) {
    return new Blueprint(kind, linear, network, optimizer, head, defaults, running);
  }

  /** With another head, which keeps the options of the present one. */
  Blueprint withHead(Head other) {
    Head same = other.withOptions(head.options());
    return new Blueprint(kind, linear, network, baseline, same, defaults, running);
  }

  Blueprint withOptions(UnaryOperator<HeadOptions> change) {
    Head other = head.withOptions(change.apply(head.options()));
    return new Blueprint(kind, linear, network, baseline, other, defaults, running);
  }

  Blueprint withDefaults(Defaults others) {
    return new Blueprint(kind, linear, network, baseline, head, others, running);
  }

  Blueprint withRunning(Running other) {
    return new Blueprint(kind, linear, network, baseline, head, defaults, other);
  }

  /** Encodes the columns of both parts, those that they share only once. */
  ColumnEncoder encoder() {
    List<FeatureColumn> columns = new ArrayList<>();
    if (network != null) {
      columns.addAll(network.columns());
    }
    if (linear != null) {
      columns.addAll(linear.model().columns());
    }
    return ColumnEncoder.of(columns);
  }

  @Override
  public EstimatorSpec call(ModelInputs in) {
    Map<String, Node> summaries = new LinkedHashMap<>();
    Node logits = logits(in, summaries);
    EstimatorSpec spec = EstimatorSpec.of(head, in, logits, defaults.lossReduction());
    if (in.mode() != ModeKeys.TRAIN) {
      return spec;
    }
    if (running.config().summaries() != null) {
      for (var summary : summaries.entrySet()) {
        spec = spec.withSummary(summary.getKey(), summary.getValue());
      }
    }
    if (network == null && linear == null) {
      return spec.withOptimizer(baselineOptimizer());
    }
    if (network == null) {
      return spec.withOptimizer(linearOptimizer());
    }
    // A table that columns share stands beside both parts, and is the network's.
    spec = spec.withOptimizer(networkOptimizer());
    return linear == null ? spec : spec.withOptimizer(LINEAR, linearOptimizer());
  }

  private Node logits(ModelInputs in, Map<String, Node> summaries) {
    int dimension = head.logitsDimension();
    if (network == null && linear == null) {
      Node bias = in.scope().weight("baseline/bias", Shape.of(dimension), Initializers.ZEROS);
      return in.ones().mul(bias);
    }
    ColumnEncoder encoder = encoder();
    Node[] inputs = in.encoded(encoder);
    Node deep =
        network == null
            ? null
            : in.scope()
                .applyAll(network.path(), network.layer(encoder, dimension, summaries), inputs)
                .getFirst();
    Node sum =
        linear == null
            ? null
            : in.scope().applyAll(LINEAR, linear.layer(encoder, dimension), inputs).getFirst();
    return deep == null ? Objects.requireNonNull(sum) : sum == null ? deep : deep.add(sum);
  }

  private Optimizer baselineOptimizer() {
    return baseline == null ? Defaults.BASELINE : baseline;
  }

  private Optimizer networkOptimizer() {
    Network part = Objects.requireNonNull(network);
    return part.optimizer() == null
        ? part.usualOptimizer(defaults, linear != null)
        : part.optimizer();
  }

  private Optimizer linearOptimizer() {
    Linear part = Objects.requireNonNull(linear);
    return part.optimizer() == null
        ? defaults.linear(network != null, part.model().columns().size())
        : part.optimizer();
  }

  @Override
  public List<String> features() {
    return encoder().features();
  }

  @Override
  public Model model(Weights shared) {
    Map<String, Variable> byLayer = new LinkedHashMap<>();
    shared
        .byPath()
        .forEach(
            (path, variable) -> byLayer.put(IN_LAYERS.matcher(path).replaceFirst(""), variable));
    return layers().sharing(byLayer);
  }

  /**
   * The same model, from raw columns to logits, as layers named after the ends of this one's paths.
   */
  private Model layers() {
    int dimension = head.logitsDimension();
    if (network == null && linear == null) {
      throw new IllegalStateException("a baseline reads no columns, so it is no model of layers");
    }
    Symbol deep = network == null ? null : network.symbol(dimension);
    Symbol sum = linear == null ? null : linear.symbol(dimension);
    Symbol logits =
        deep == null ? Objects.requireNonNull(sum) : sum == null ? deep : Add.of(deep, sum);
    return Model.of(List.of(), logits);
  }

  @Override
  public ModelDirectory saved() {
    return new ModelDirectory(Description.of(this), "", List.of(), running.notes());
  }

  @Override
  public String describe() {
    var line = new StringJoiner(", ", kind + ": ", "");
    if (linear != null) {
      line.add(
          "linear model of %d columns by %s"
              .formatted(linear.model().columns().size(), linearOptimizer()));
    }
    if (network != null) {
      line.add(network.describe(networkOptimizer()));
    }
    if (network == null && linear == null) {
      line.add("no columns, by " + baselineOptimizer());
    }
    Loss.Reduction own = head.options().lossReduction();
    line.add("loss reduced by " + (own == null ? defaults.lossReduction() : own));
    return line.toString();
  }
}
