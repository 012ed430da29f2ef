package dev.inlay.benchmarks;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.BinaryCrossentropy;
import dev.inlay.train.Loss;
import dev.inlay.train.Profile;
import dev.inlay.train.Profiler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Inlay as its users have it: a Functional model, trained batch by batch. */
final class InlayEngine implements Engine {
  static final String NAME = "inlay";

  private static final String NUMERICS = "numerics";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Trainer trainer(EmbeddingMlp spec) {
    Model model = compiled(spec);
    return new Trainer() {
      @Override
      public float step(Rows rows) {
        return Objects.requireNonNull(model.trainOnBatch(batch(spec, rows)).get("loss"))
            .floatValue();
      }

      @Override
      public void close() {}
    };
  }

  /**
   * What the time of steps goes into.
   *
   * @param steps how many count, after as many that don't
   */
  static Profile profile(EmbeddingMlp spec, List<Rows> rows, int steps) {
    List<Batch> batches = rows.stream().map(r -> batch(spec, r)).toList();
    List<Profile> told = new ArrayList<>(1);
    compiled(spec)
        .fit(
            Dataset.ofChunks(batches::iterator).batch(spec.batch()).repeat(),
            Fit.epochs(1)
                .withStepsPerEpoch(2 * steps)
                .withCallbacks(Profiler.of(told::add).withWarmUp(steps)));
    return told.getFirst();
  }

  private static Model compiled(EmbeddingMlp spec) {
    Model model = model(spec);
    float rate = spec.objective().learningRate();
    if (spec.objective().isRegression()) {
      model.compile(Adam.of(rate), Loss.MEAN_SQUARED_ERROR);
    } else {
      model.compile(Adagrad.of(rate), BinaryCrossentropy.ofLogits());
    }
    return model;
  }

  private static Batch batch(EmbeddingMlp spec, Rows rows) {
    return Batch.of(features(spec, rows), Tensor.of(Shape.of(rows.count(), 1), rows.labels()));
  }

  @Override
  public Predictor predictor(EmbeddingMlp spec) {
    Model model = model(spec);
    return new Predictor() {
      @Override
      public float[] predict(Rows rows) {
        return model.predict(features(spec, rows)).data();
      }

      @Override
      public void close() {}
    };
  }

  private static Model model(EmbeddingMlp spec) {
    List<Symbol> inputs = new ArrayList<>();
    List<Symbol> parts = new ArrayList<>();
    if (spec.numerics() > 0) {
      Symbol numerics = Input.of(NUMERICS, DType.FLOAT32, spec.numerics());
      inputs.add(numerics);
      parts.add(numerics);
    }
    for (int t = 0; t < spec.tables(); t++) {
      Symbol ids = Input.of(table(t), DType.INT32, 1);
      inputs.add(ids);
      parts.add(ids.to(Embedding.of(spec.vocabulary(), spec.dimension())).to(Flatten.of()));
    }
    Symbol x = parts.size() == 1 ? parts.getFirst() : Concatenate.of(parts.toArray(Symbol[]::new));
    for (int units : spec.hidden()) {
      x = x.to(Dense.of(units, Activations.RELU));
    }
    return Model.of(inputs, x.to(Dense.of(1)));
  }

  private static Map<String, Value> features(EmbeddingMlp spec, Rows rows) {
    Map<String, Value> features = new LinkedHashMap<>();
    if (spec.numerics() > 0) {
      features.put(NUMERICS, Tensor.of(Shape.of(rows.count(), spec.numerics()), rows.numerics()));
    }
    for (int t = 0; t < spec.tables(); t++) {
      features.put(table(t), Tensor.of(Shape.of(rows.count(), 1), rows.ids()[t]));
    }
    return features;
  }

  private static String table(int t) {
    return "c" + t;
  }
}
