package dev.inlay.conformance;

import java.util.Map;

/** Replays a case: finds out by its kind who does it, and what came of it. */
@FunctionalInterface
interface Replay {
  /**
   * Replays.
   *
   * @throws Mismatch if the answer isn't the reference's
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   * @throws IllegalArgumentException if the case can't be read, or Inlay refuses it
   */
  void replay(Case golden);

  Map<String, Replay> BY_KIND =
      Map.ofEntries(
          Map.entry("activation", FunctionReplay::activation),
          Map.entry("constraint", FunctionReplay::constraint),
          Map.entry("feature_column", ColumnReplay::column),
          Map.entry("hash", ColumnReplay::hash),
          Map.entry("initializer", FunctionReplay::initializer),
          Map.entry("layer", LayerReplay::layer),
          Map.entry("layer_compute_mask", LayerReplay::mask),
          Map.entry("layer_get_vocabulary", PreprocessingReplay::vocabulary),
          Map.entry("loss", LossReplay::loss),
          Map.entry("loss_function", LossReplay::function),
          Map.entry("metric", MetricReplay::metric),
          Map.entry("metric_function", MetricReplay::function),
          Map.entry("optimizer", OptimizerReplay::keras),
          Map.entry("optimizer_tfv1", OptimizerReplay::estimator),
          Map.entry("preprocessing", PreprocessingReplay::preprocessing),
          Map.entry("regularizer", FunctionReplay::regularizer),
          Map.entry("schedule", FunctionReplay::schedule),
          Map.entry("training", TrainingReplay::training),
          Map.entry(GoldenFile.TRAJECTORY, TrajectoryReplay::trajectory));

  /** What came of a case. */
  static Outcome outcome(Case golden) {
    try {
      Object kind = golden.fields().get("kind");
      Replay replay = kind == null ? null : BY_KIND.get(kind.toString());
      if (replay == null) {
        throw new IllegalArgumentException(
            kind == null ? "the case has no \"kind\"" : "nobody knows cases of kind " + kind);
      }
      replay.replay(golden);
      return new Outcome.Passed();
    } catch (UnsupportedOperationException e) {
      return new Outcome.Unsupported(message(e));
    } catch (RuntimeException e) {
      return new Outcome.Failed(message(e));
    }
  }

  private static String message(RuntimeException e) {
    String message = e.getMessage();
    boolean told =
        e instanceof Mismatch
            || e instanceof IllegalArgumentException
            || e instanceof UnsupportedOperationException;
    String text = message != null && told ? message : e.toString();
    return text.lines().findFirst().orElse("");
  }
}
