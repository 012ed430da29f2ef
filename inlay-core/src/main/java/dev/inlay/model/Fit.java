package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Callback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model is fitted: Keras's {@code fit} arguments, with its defaults. A value: each {@code
 * with…} gives another one.
 */
public final class Fit {
  private int epochs;
  private int initialEpoch;
  private int batchSize = 32;
  private boolean shuffle = true;
  private @Nullable Long seed;
  private double validationSplit;
  private @Nullable Dataset validation;
  private Map<Integer, Float> classWeights = Map.of();
  private @Nullable FloatTensor sampleWeights;
  private Map<String, FloatTensor> outputWeights = Map.of();
  private List<Callback> callbacks = List.of();
  private int stepsPerEpoch;
  private int validationSteps;
  private int validationBatchSize;
  private IntPredicate validates = _ -> true;

  private Fit() {}

  private Fit with(Consumer<Fit> change) {
    Fit copy = new Fit();
    copy.epochs = epochs;
    copy.initialEpoch = initialEpoch;
    copy.batchSize = batchSize;
    copy.shuffle = shuffle;
    copy.seed = seed;
    copy.validationSplit = validationSplit;
    copy.validation = validation;
    copy.classWeights = classWeights;
    copy.sampleWeights = sampleWeights;
    copy.outputWeights = outputWeights;
    copy.callbacks = callbacks;
    copy.stepsPerEpoch = stepsPerEpoch;
    copy.validationSteps = validationSteps;
    copy.validationBatchSize = validationBatchSize;
    copy.validates = validates;
    change.accept(copy);
    return copy;
  }

  /** So many times through the data, in batches of 32, shuffled. */
  public static Fit epochs(int epochs) {
    return new Fit().with(fit -> fit.epochs = atLeast(0, epochs, "epochs"));
  }

  /**
   * Beginning with a later epoch, to go on with an earlier fit: with 3, epochs 3 to {@code epochs -
   * 1} are run.
   */
  public Fit withInitialEpoch(int epoch) {
    return with(fit -> fit.initialEpoch = atLeast(0, epoch, "the initial epoch"));
  }

  /** With so many rows a step; for a Dataset of batches, theirs counts. */
  public Fit withBatchSize(int rows) {
    return with(fit -> fit.batchSize = atLeast(1, rows, "the batch size"));
  }

  /** Shuffled, in each epoch anew, by a seed other than the model's. A Dataset shuffles itself. */
  public Fit withShuffle(long newSeed) {
    return with(
        fit -> {
          fit.shuffle = true;
          fit.seed = newSeed;
        });
  }

  /** With the rows in the order in which they are given. */
  public Fit withoutShuffle() {
    return with(fit -> fit.shuffle = false);
  }

  /**
   * With the last rows kept for validation, cut off before shuffling; not for a Dataset. Validation
   * data stands above this.
   *
   * @param part of the rows, from 0 to below 1
   */
  public Fit withValidationSplit(double part) {
    if (!(part >= 0 && part < 1)) {
      throw new IllegalArgumentException(
          "the part kept for validation is from 0 to below 1, got " + part);
    }
    return with(fit -> fit.validationSplit = part);
  }

  /** With other data for validation, after each epoch. */
  public Fit withValidationData(Dataset data) {
    return with(fit -> fit.validation = data);
  }

  /** With other data for validation, in memory; its weights count in the losses. */
  public Fit withValidationData(Batch data) {
    return withValidationData(Dataset.of(data));
  }

  /** With other data for validation, for a model with one input. */
  public Fit withValidationData(Value x, Value y) {
    return withValidationData(Dataset.of(x, y));
  }

  /** With other data for validation, by input name. */
  public Fit withValidationData(Map<String, ? extends Value> x, Value y) {
    return withValidationData(Dataset.of(x, y));
  }

  /**
   * With rows that count by the class of their label; also multiplied with sample weights. Classes
   * left out count 1, and validation is not weighted.
   */
  public Fit withClassWeights(Map<Integer, Float> weights) {
    return with(fit -> fit.classWeights = Map.copyOf(new LinkedHashMap<>(weights)));
  }

  /**
   * With one number a row, how much it counts, or with one for each step of a sequence, of shape
   * {@code (rows, steps)}; a Dataset carries its own.
   */
  public Fit withSampleWeights(Tensor weights) {
    return with(fit -> fit.sampleWeights = weights.toFloats());
  }

  /**
   * With how much rows count for single outputs, by the output's name; those left out count all
   * rows the same.
   */
  public Fit withSampleWeights(Map<String, ? extends Tensor> weights) {
    Map<String, FloatTensor> floats = new LinkedHashMap<>();
    weights.forEach((output, values) -> floats.put(output, values.toFloats()));
    return with(fit -> fit.outputWeights = floats);
  }

  /** With more callbacks, which are told after those given before. */
  public Fit withCallbacks(Callback... more) {
    return with(
        fit -> {
          fit.callbacks = new ArrayList<>(callbacks);
          fit.callbacks.addAll(List.of(more));
        });
  }

  /**
   * With so many batches an epoch; the next epoch goes on where the last one stopped. An epoch
   * within which the data ends is shorter, with a warning, and the next one begins with all data.
   */
  public Fit withStepsPerEpoch(int steps) {
    return with(fit -> fit.stepsPerEpoch = atLeast(1, steps, "steps per epoch"));
  }

  /** With so many batches a validation, each time from the first on. */
  public Fit withValidationSteps(int steps) {
    return with(fit -> fit.validationSteps = atLeast(1, steps, "validation steps"));
  }

  /** With so many rows a batch of validation; otherwise as many as in training. */
  public Fit withValidationBatchSize(int rows) {
    return with(fit -> fit.validationBatchSize = atLeast(1, rows, "the validation batch size"));
  }

  /** With validation after every so many epochs only. */
  public Fit withValidationFrequency(int epochs) {
    int every = atLeast(1, epochs, "the validation frequency");
    return with(fit -> fit.validates = epoch -> epoch % every == 0);
  }

  /** With validation after these epochs only, counted from 1. */
  public Fit withValidationAfter(int... epochs) {
    Set<Integer> chosen = Arrays.stream(epochs).boxed().collect(Collectors.toUnmodifiableSet());
    return with(fit -> fit.validates = chosen::contains);
  }

  private static int atLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException("%s: %d; give %d or more".formatted(what, value, least));
    }
    return value;
  }

  int epochs() {
    return epochs;
  }

  int initialEpoch() {
    return initialEpoch;
  }

  int batchSize() {
    return batchSize;
  }

  boolean shuffle() {
    return shuffle;
  }

  /** What the order is a function of, together with the epoch; null for the model's seed. */
  @Nullable Long seed() {
    return seed;
  }

  double validationSplit() {
    return validationSplit;
  }

  @Nullable Dataset validation() {
    return validation;
  }

  Map<Integer, Float> classWeights() {
    return classWeights;
  }

  /** Whether the fit says how much rows count. */
  boolean isWeighted() {
    return sampleWeights != null || !outputWeights.isEmpty();
  }

  /** A batch whose rows count as the fit says. */
  Batch weighted(Batch batch) {
    return new Batch(batch.features(), batch.labels(), sampleWeights, outputWeights);
  }

  List<Callback> callbacks() {
    return callbacks;
  }

  /** How many batches make an epoch; 0 for all. */
  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** How many batches a validation has; 0 for all. */
  int validationSteps() {
    return validationSteps;
  }

  int validationBatchSize() {
    return validationBatchSize == 0 ? batchSize : validationBatchSize;
  }

  /** Whether there is a validation after an epoch, counted from 0. */
  boolean validatesAfter(int epoch) {
    return validates.test(epoch + 1);
  }
}
