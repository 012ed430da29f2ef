package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fit trains on, and what it is held against after epochs.
 *
 * @param validation null for none
 */
record FitData(Batches training, @Nullable Batches validation) implements AutoCloseable {
  /** Data in memory. */
  static FitData of(Batch data, Learner learner, Fit fit, long seed) {
    Batch all = data;
    if (fit.isWeighted()) {
      if (data.sampleWeights() != null || !data.outputWeights().isEmpty()) {
        throw new IllegalArgumentException(
            "sample weights are given twice: with the data and with the fit");
      }
      all = fit.weighted(data);
    }
    int rows = all.rows();
    int split = (int) Math.floor(rows * (1 - fit.validationSplit()));
    Batches validation = validation(learner, fit);
    if (fit.validationSplit() > 0 && validation == null) {
      if (split == 0 || split == rows) {
        throw new IllegalArgumentException(
            "keeping %s of %,d rows for validation leaves %s without rows; keep another part"
                .formatted(fit.validationSplit(), rows, split == 0 ? "training" : "validation"));
      }
      Batch kept = all.rows(split, rows);
      validation = Batches.of(kept, split, learner, fit.validationBatchSize(), false, 0);
      all = all.rows(0, split);
    }
    Batch weighted = Weighting.byClass(all, fit.classWeights());
    Batches training = Batches.of(weighted, 0, learner, fit.batchSize(), fit.shuffle(), seed);
    return new FitData(training, validation);
  }

  /** Data as it comes. */
  static FitData of(Dataset data, Learner learner, Fit fit) {
    boolean split = fit.validationSplit() > 0 && fit.validation() == null;
    if (split || fit.isWeighted()) {
      throw new IllegalArgumentException(
          split
              ? "a Dataset can't be split by the fit; use data.split(…) and withValidationData"
              : "a Dataset carries its own sample weights; use data.withSampleWeights(column)");
    }
    if (data.isInfinite() && fit.stepsPerEpoch() == 0) {
      throw new IllegalArgumentException(
          "the data never ends; say how many batches make an epoch (withStepsPerEpoch)");
    }
    Batches training = Batches.of(data, fit.batchSize(), learner, fit.classWeights());
    return new FitData(training, validation(learner, fit));
  }

  private static @Nullable Batches validation(Learner learner, Fit fit) {
    Dataset data = fit.validation();
    if (data == null) {
      return null;
    }
    return data.isInfinite() && fit.validationSteps() > 0
        ? Batches.of(data, fit.validationBatchSize(), learner, Map.of())
        : Batches.once(learner, data, fit.validationBatchSize());
  }

  @Override
  public void close() {
    training.close();
    if (validation != null) {
      validation.close();
    }
  }
}
