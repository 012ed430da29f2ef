package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * The harmonic mean of precision and recall: {@link FBetaScore} with beta 1.
 *
 * @param average how the scores of the classes become one
 * @param threshold predictions above it count as yes; if null, the largest of a row does, unless it
 *     is 0
 */
public record F1Score(FBetaScore.Averaging average, @Nullable Float threshold) implements Metric {
  /** With a score for each class. */
  public static F1Score of() {
    return of(FBetaScore.Averaging.NONE);
  }

  public static F1Score of(FBetaScore.Averaging average) {
    return new F1Score(average, null);
  }

  public F1Score withThreshold(float least) {
    return new F1Score(average, least);
  }

  @Override
  public String name() {
    return "f1_score";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new FBetaScore(average, 1, threshold).start();
  }
}
