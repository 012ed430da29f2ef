package dev.inlay.train;

import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Muon (Jordan 2024, https://github.com/KellerJordan/Muon) as Keras has it: {@code m = momentum m +
 * g}, and a matrix goes by what is left of m (or, with Nesterov, of g + momentum m) if all of its
 * singular values are made about 1. With a {@code rmsRate} the step of an n × k matrix is {@code
 * rmsRate √max(n, k)} times as long, so that learning rates and decays of Adam suit (Liu 2025,
 * arXiv:2502.16982).
 *
 * <p>Weights that are no matrices, embedding tables, and whatever else is named in {@link Others}
 * are moved by AdamW. Weights decay by 0.004 unless {@link #withWeightDecay} says otherwise.
 *
 * <p>A matrix is always moved as a whole; the rows of tables that AdamW moves are treated as {@link
 * #rows} says.
 *
 * @param momentum how much of m stays at each step
 * @param orthogonalization how singular values are made equal
 * @param rmsRate the root mean square that a step has at a learning rate of 1, about; null to leave
 *     its length alone
 */
public record Muon(
    LearningRate learningRate,
    float momentum,
    boolean nesterov,
    Orthogonalization orthogonalization,
    @Nullable Float rmsRate,
    Others others,
    Rows rows)
    implements Optimizer {
  private static final Options OPTIONS = Options.NONE.withWeightDecay(0.004f, List.of());
  private static final Slot MOMENTUM = new Slot("momentum", 0);

  /**
   * A Newton-Schulz iteration: of x, divided by its norm, {@code x = a x + b (x xᵀ) x + c (x xᵀ)²
   * x} after so many steps.
   */
  public record Orthogonalization(float a, float b, float c, int steps) {
    /** Keras's: 3.4445, -4.775, 2.0315, five steps. */
    public static final Orthogonalization DEFAULT =
        new Orthogonalization(3.4445f, -4.775f, 2.0315f, 5);
  }

  /**
   * The weights that AdamW moves, and how.
   *
   * @param layers regular expressions; a weight in whose path one is found is AdamW's
   * @param embeddings whether all weights are with "embedding" in their path
   * @param weightDecay of these weights
   * @param learningRateFactor what the learning rate is multiplied by for them
   */
  public record Others(
      List<String> layers,
      boolean embeddings,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float learningRateFactor) {
    /** Keras's: embeddings and what is no matrix, with a decay of 0.004. */
    public static final Others DEFAULT =
        new Others(List.of(), true, 0.9f, 0.999f, 1e-7f, 0.004f, 1);

    public Others {
      layers = List.copyOf(layers);
      Settings.notNegative("weight decay", weightDecay);
      if (!(learningRateFactor > 0)) {
        throw new IllegalArgumentException(
            "the learning rate's factor is more than 0, got " + learningRateFactor);
      }
    }

    /** With other weights left to AdamW besides those that are no matrices. */
    public Others withLayers(boolean allEmbeddings, String... patterns) {
      return new Others(
          List.of(patterns), allEmbeddings, beta1, beta2, epsilon, weightDecay, learningRateFactor);
    }

    public Others withBetas(float first, float second) {
      return new Others(
          layers, embeddings, first, second, epsilon, weightDecay, learningRateFactor);
    }

    public Others withEpsilon(float value) {
      return new Others(layers, embeddings, beta1, beta2, value, weightDecay, learningRateFactor);
    }

    public Others withWeightDecay(float rate) {
      return new Others(layers, embeddings, beta1, beta2, epsilon, rate, learningRateFactor);
    }

    public Others withLearningRateFactor(float factor) {
      return new Others(layers, embeddings, beta1, beta2, epsilon, weightDecay, factor);
    }

    Adam optimizer(Rows rows) {
      return Adam.of().withBetas(beta1, beta2).withEpsilon(epsilon).withRows(rows);
    }
  }

  public Muon {
    Settings.fraction("momentum", momentum);
  }

  /** Keras's: learning rate 0.001, Nesterov's momentum of 0.95. */
  public static Muon of() {
    return of(0.001f);
  }

  public static Muon of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Muon of(LearningRate learningRate) {
    return new Muon(
        learningRate, 0.95f, true, Orthogonalization.DEFAULT, 0.2f, Others.DEFAULT, Rows.EXACT);
  }

  @Override
  public Muon withLearningRate(LearningRate rate) {
    return new Muon(rate, momentum, nesterov, orthogonalization, rmsRate, others, rows);
  }

  public Muon withMomentum(float value) {
    return new Muon(learningRate, value, nesterov, orthogonalization, rmsRate, others, rows);
  }

  public Muon withNesterov(boolean value) {
    return new Muon(learningRate, momentum, value, orthogonalization, rmsRate, others, rows);
  }

  public Muon withOrthogonalization(Orthogonalization value) {
    return new Muon(learningRate, momentum, nesterov, value, rmsRate, others, rows);
  }

  /** With steps of another length; of the length that they happen to have if null. */
  public Muon withRmsRate(@Nullable Float value) {
    return new Muon(learningRate, momentum, nesterov, orthogonalization, value, others, rows);
  }

  public Muon withOthers(Others value) {
    return new Muon(learningRate, momentum, nesterov, orthogonalization, rmsRate, value, rows);
  }

  @Override
  public Muon withRows(Rows treatment) {
    return new Muon(
        learningRate, momentum, nesterov, orthogonalization, rmsRate, others, treatment);
  }

  @Override
  public Options options() {
    return OPTIONS;
  }

  /** Whether it moves a weight itself: whether AdamW doesn't. */
  boolean moves(String path, Shape shape) {
    return shape.rank() == 2
        && !(others.embeddings() && path.toLowerCase(Locale.ROOT).contains("embedding"))
        && others.layers().stream()
            .noneMatch(pattern -> Pattern.compile(pattern).matcher(path).find());
  }

  /** Of a matrix the momentum; of others AdamW's. */
  @Override
  public List<Slot> slots() {
    return List.of(MOMENTUM, new Slot("velocity", 0));
  }

  @Override
  public Map<Slot, Shape> slots(Shape weight) {
    return Map.of(MOMENTUM, weight);
  }

  @Override
  public String kind() {
    return "muon";
  }
}
