package dev.inlay.benchmarks;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Window;
import dev.inlay.layer.Activations;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Conv1D;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.GRU;
import dev.inlay.layer.GlobalAveragePooling1D;
import dev.inlay.layer.Input;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.LayerNormalization;
import dev.inlay.layer.MultiHeadAttention;
import dev.inlay.layer.Quantization;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.RowPredictor;
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
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Inlay as its users have it: a Functional model, trained batch by batch. */
final class InlayEngine implements Engine {
  static final String NAME = "inlay";

  private static final String NUMERICS = "numerics";

  private final boolean inBytes;

  private InlayEngine(boolean inBytes) {
    this.inBytes = inBytes;
  }

  /** With weights that are floats. */
  static InlayEngine ofFloats() {
    return new InlayEngine(false);
  }

  /** Which predicts with the layers' weights in 8 bits; their inputs, and tables, stay floats. */
  static InlayEngine ofBytes() {
    return new InlayEngine(true);
  }

  @Override
  public Trainer trainer(Subject subject) {
    Model model = compiled(subject);
    return new Trainer() {
      @Override
      public float step(Rows rows) {
        return InlayEngine.step(model, subject, rows);
      }

      @Override
      public void close() {}
    };
  }

  /** Trains a model that {@link #compiled} gave on a batch, and gives the loss. */
  static float step(Model model, Subject subject, Rows rows) {
    return Objects.requireNonNull(model.trainOnBatch(batch(subject, rows)).get("loss"))
        .floatValue();
  }

  /**
   * What the time of steps goes into.
   *
   * @param steps how many count, after as many that don't
   */
  static Profile profile(Subject subject, List<Rows> rows, int steps) {
    List<Batch> batches = rows.stream().map(r -> batch(subject, r)).toList();
    List<Profile> told = new ArrayList<>(1);
    compiled(subject)
        .fit(
            Dataset.ofChunks(batches::iterator).batch(subject.batch()).repeat(),
            Fit.epochs(1)
                .withStepsPerEpoch(2 * steps)
                .withCallbacks(Profiler.of(told::add).withWarmUp(steps)));
    return told.getFirst();
  }

  /** The model with random weights, ready to train. */
  static Model compiled(Subject subject) {
    return switch (subject) {
      case EmbeddingMlp spec -> {
        Model model = model(spec);
        float rate = spec.objective().learningRate();
        if (spec.objective().isRegression()) {
          model.compile(Adam.of(rate).withRows(spec.moved()), Loss.MEAN_SQUARED_ERROR);
        } else {
          model.compile(Adagrad.of(rate).withRows(spec.moved()), BinaryCrossentropy.ofLogits());
        }
        yield model;
      }
      case LayerPair spec -> {
        Model model = model(spec);
        model.compile(Adam.of(LayerPair.LEARNING_RATE), Loss.MEAN_SQUARED_ERROR);
        yield model;
      }
      case Product product -> throw product.hasNoSteps();
    };
  }

  private static Model model(LayerPair spec) {
    Symbol input = Input.of(NUMERICS, DType.FLOAT32, LayerPair.STEPS, LayerPair.WIDTH);
    Symbol x = layer(spec, layer(spec, input, true), false);
    if (!spec.layer().isRecurrent()) {
      x = x.to(GlobalAveragePooling1D.of());
    }
    return Model.of(input, x.to(Dense.of(1)));
  }

  /**
   * @param lower whether another layer wants all steps
   */
  private static Symbol layer(LayerPair spec, Symbol x, boolean lower) {
    int width = LayerPair.WIDTH;
    return switch (spec.layer()) {
      case LSTM -> x.to(LSTM.of(width).withReturnSequences(lower));
      case GRU -> x.to(GRU.of(width).withReturnSequences(lower));
      case CONV1D ->
          x.to(
              Conv1D.of(width, LayerPair.WINDOW, Activations.RELU)
                  .withPadding(Window.Padding.SAME));
      case ATTENTION -> MultiHeadAttention.of(LayerPair.HEADS, width / LayerPair.HEADS).on(x, x);
      case LAYERNORM -> x.to(LayerNormalization.of());
      case BATCHNORM -> x.to(BatchNormalization.of());
    };
  }

  private static Batch batch(Subject subject, Rows rows) {
    Map<String, Value> features =
        switch (subject) {
          case EmbeddingMlp spec -> features(spec, rows);
          case LayerPair _ -> {
            Shape shape = Shape.of(rows.count(), LayerPair.STEPS, LayerPair.WIDTH);
            yield Map.of(NUMERICS, Tensor.of(shape, rows.numerics()));
          }
          case Product product -> throw product.hasNoSteps();
        };
    return Batch.of(features, Tensor.of(Shape.of(rows.count(), 1), rows.labels()));
  }

  @Override
  public Predictor predictor(EmbeddingMlp spec) {
    Model model = inBytes ? inBytes(model(spec)) : model(spec);
    RowPredictor<Click> clicks =
        spec.tables() == Click.TABLES
            ? model.rowPredictor(Click.class, MethodHandles.lookup())
            : null;
    return new Predictor() {
      @Override
      public float[] predict(Rows rows) {
        if (clicks != null && rows.count() == 1) {
          return new float[] {clicks.predict(Click.of(rows))};
        }
        return model.predict(features(spec, rows)).data();
      }

      @Override
      public void close() {}
    };
  }

  private static Model inBytes(Model model) {
    return model.quantize(
        Quantization.INT8.withRoundedInputs(false), layer -> layer instanceof Dense);
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
