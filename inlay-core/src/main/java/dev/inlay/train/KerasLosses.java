package dev.inlay.train;

import static dev.inlay.train.KerasTable.row;

import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.KerasSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Losses as Keras writes them: {@code keras.losses}. */
public final class KerasLosses {
  static final KerasTable<LossFunction> TABLE =
      new KerasTable<>(
          "loss",
          Map.of(
              "bce", "binarycrossentropy",
              "kld", "kldivergence",
              "mae", "meanabsoluteerror",
              "mape", "meanabsolutepercentageerror",
              "mse", "meansquarederror",
              "msle", "meansquaredlogarithmicerror"),
          List.of(
              row(
                  "BinaryCrossentropy",
                  BinaryCrossentropy.class,
                  form ->
                      new BinaryCrossentropy(
                          form.flag("from_logits", false, BinaryCrossentropy::fromLogits),
                          form.number("label_smoothing", 0, BinaryCrossentropy::labelSmoothing),
                          form.integer("axis", -1, BinaryCrossentropy::axis))),
              row(
                  "BinaryFocalCrossentropy",
                  BinaryFocalCrossentropy.class,
                  form ->
                      new BinaryFocalCrossentropy(
                          form.flag(
                              "apply_class_balancing",
                              false,
                              BinaryFocalCrossentropy::applyClassBalancing),
                          form.number("alpha", 0.25, BinaryFocalCrossentropy::alpha),
                          form.number("gamma", 2, BinaryFocalCrossentropy::gamma),
                          form.flag("from_logits", false, BinaryFocalCrossentropy::fromLogits),
                          form.number(
                              "label_smoothing", 0, BinaryFocalCrossentropy::labelSmoothing),
                          form.integer("axis", -1, BinaryFocalCrossentropy::axis))),
              row("CTC", new Ctc()),
              row(
                  "CategoricalCrossentropy",
                  CategoricalCrossentropy.class,
                  form ->
                      new CategoricalCrossentropy(
                          form.flag("from_logits", false, CategoricalCrossentropy::fromLogits),
                          form.number(
                              "label_smoothing", 0, CategoricalCrossentropy::labelSmoothing),
                          form.integer("axis", -1, CategoricalCrossentropy::axis))),
              row(
                  "CategoricalFocalCrossentropy",
                  CategoricalFocalCrossentropy.class,
                  form ->
                      new CategoricalFocalCrossentropy(
                          form.number("alpha", 0.25, CategoricalFocalCrossentropy::alpha),
                          form.number("gamma", 2, CategoricalFocalCrossentropy::gamma),
                          form.flag("from_logits", false, CategoricalFocalCrossentropy::fromLogits),
                          form.number(
                              "label_smoothing", 0, CategoricalFocalCrossentropy::labelSmoothing),
                          form.integer("axis", -1, CategoricalFocalCrossentropy::axis))),
              row(
                  "CategoricalGeneralizedCrossEntropy",
                  CategoricalGeneralizedCrossEntropy.class,
                  form ->
                      new CategoricalGeneralizedCrossEntropy(
                          form.number("q", 0.5, CategoricalGeneralizedCrossEntropy::q))),
              row("CategoricalHinge", new CategoricalHinge()),
              row(
                  "Circle",
                  Circle.class,
                  form ->
                      new Circle(
                          form.number("gamma", 80, Circle::gamma),
                          form.number("margin", 0.4, Circle::margin),
                          form.flag("remove_diagonal", true, Circle::removeDiagonal))),
              row(
                  "CosineSimilarity",
                  CosineSimilarity.class,
                  form -> new CosineSimilarity(form.integer("axis", -1, CosineSimilarity::axis))),
              row("Dice", Dice.class, form -> new Dice(form.axes("axis", Dice::axis))),
              row("Hinge", Hinge.of()),
              row("Huber", Huber.class, form -> new Huber(form.number("delta", 1, Huber::delta))),
              row("KLDivergence", new KlDivergence()),
              row("LogCosh", new LogCosh()),
              row("MeanAbsoluteError", new MeanAbsoluteError()),
              row("MeanAbsolutePercentageError", new MeanAbsolutePercentageError()),
              row("MeanSquaredError", new MeanSquaredError()),
              row("MeanSquaredLogarithmicError", new MeanSquaredLogarithmicError()),
              row("Poisson", new Poisson()),
              row(
                  "SparseCategoricalCrossentropy",
                  SparseCategoricalCrossentropy.class,
                  form -> {
                    boolean logits =
                        form.flag("from_logits", false, SparseCategoricalCrossentropy::fromLogits);
                    Integer ignored =
                        form.integerOrNull(
                            "ignore_class", SparseCategoricalCrossentropy::ignoreClass);
                    return new SparseCategoricalCrossentropy(
                        logits,
                        ignored,
                        form.integer("axis", -1, SparseCategoricalCrossentropy::axis));
                  }),
              row("SquaredHinge", Hinge.ofSquares()),
              row(
                  "Tversky",
                  Tversky.class,
                  form ->
                      new Tversky(
                          form.number("alpha", 0.5, Tversky::alpha),
                          form.number("beta", 0.5, Tversky::beta),
                          form.axes("axis", Tversky::axis)))));

  private KerasLosses() {}

  /**
   * A loss that Keras has written: its name, or a map of class name and config.
   *
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static Loss read(Object tree) {
    return read(KerasSettings.ofObject(tree));
  }

  /**
   * A loss.
   *
   * @param className as Keras names it, as a class or a function
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static Loss read(String className, Map<String, ?> config) {
    return read(new KerasSettings(className, config));
  }

  private static Loss read(KerasSettings from) {
    LossFunction loss = TABLE.read(from);
    Loss.Reduction reduction = reduction(from);
    from.drop("name", "fn");
    from.refuseTheRest();
    return loss.withReduction(reduction);
  }

  private static Loss.Reduction reduction(KerasSettings from) {
    if (!from.has("reduction")) {
      return Loss.Reduction.SUM_OVER_BATCH_SIZE;
    }
    Object name = from.object("reduction");
    if (name == null) {
      return Loss.Reduction.NONE;
    }
    return name.equals("mean")
        ? Loss.Reduction.SUM_OVER_BATCH_SIZE
        : new KerasSettings(from.className(), Map.of("reduction", name))
            .choice("reduction", Loss.Reduction.NONE);
  }

  /**
   * A loss as Keras writes it.
   *
   * @throws UnsupportedOperationException if Keras has none that means the same
   */
  public static Map<String, @Nullable Object> write(LossFunction loss) {
    LossFunction bare = loss instanceof Reduced reduced ? reduced.loss() : loss;
    KerasTable.Written written =
        TABLE
            .write(bare)
            .orElseThrow(() -> new UnsupportedOperationException("Keras has no loss " + loss));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", name(written.className()));
    config.put("reduction", loss.reduction().name().toLowerCase(Locale.ROOT));
    config.putAll(written.config());
    return KerasConfig.object("keras.losses", written.className(), config);
  }

  private static String name(String className) {
    return className.equals("Huber") ? "huber_loss" : KerasSettings.snakeCase(className);
  }
}
