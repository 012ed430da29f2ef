package dev.inlay.cli.job;

import dev.inlay.train.Adam;
import dev.inlay.train.Ftrl;
import dev.inlay.train.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model is trained.
 *
 * @param epochs times through the data; 0 for as many as help, by validation
 * @param batchSize rows a step
 * @param optimizer of the network, or of a linear model that stands alone
 * @param linearOptimizer of the linear model beside a network
 * @param seed what first weights, dropout and the order of rows are functions of
 * @param validation rows of the training data that are measured after each epoch
 * @param patience after how many epochs without a better validation loss training ends; 0 for never
 * @param checkpointSeconds how often a checkpoint is written besides the end of each epoch
 * @param weight a column that says how much rows count; empty for none
 * @param classWeights how much rows of a class count, by its name
 * @param tensorBoard whether logs for TensorBoard are written into the model directory
 */
public record TrainingChoice(
    int epochs,
    int batchSize,
    Optimizer optimizer,
    Optimizer linearOptimizer,
    long seed,
    Holdout validation,
    int patience,
    int checkpointSeconds,
    String weight,
    Map<String, Double> classWeights,
    boolean tensorBoard) {
  /** The most epochs where their number is to be found out. */
  public static final int MOST_EPOCHS = 30;

  /** As many epochs as help, in batches of 64, by Adam beside Ftrl. */
  public static final TrainingChoice USUAL =
      new TrainingChoice(
          0, 64, Adam.of(), Ftrl.of(0.1f), 42, new Holdout.None(), 0, 60, "", Map.of(), false);

  public TrainingChoice {
    classWeights = Collections.unmodifiableMap(new LinkedHashMap<>(classWeights));
  }

  public TrainingChoice withEpochs(int other) {
    return new TrainingChoice(
        other,
        batchSize,
        optimizer,
        linearOptimizer,
        seed,
        validation,
        patience,
        checkpointSeconds,
        weight,
        classWeights,
        tensorBoard);
  }

  public TrainingChoice withBatchSize(int other) {
    return new TrainingChoice(
        epochs,
        other,
        optimizer,
        linearOptimizer,
        seed,
        validation,
        patience,
        checkpointSeconds,
        weight,
        classWeights,
        tensorBoard);
  }

  public TrainingChoice withOptimizer(Optimizer other) {
    return new TrainingChoice(
        epochs,
        batchSize,
        other,
        linearOptimizer,
        seed,
        validation,
        patience,
        checkpointSeconds,
        weight,
        classWeights,
        tensorBoard);
  }

  public TrainingChoice withSeed(long other) {
    return new TrainingChoice(
        epochs,
        batchSize,
        optimizer,
        linearOptimizer,
        other,
        validation,
        patience,
        checkpointSeconds,
        weight,
        classWeights,
        tensorBoard);
  }

  /** Ended by validation on a part of the rows. */
  public TrainingChoice withEarlyStopping(Holdout rows, int epochsOfPatience) {
    return new TrainingChoice(
        epochs,
        batchSize,
        optimizer,
        linearOptimizer,
        seed,
        rows,
        epochsOfPatience,
        checkpointSeconds,
        weight,
        classWeights,
        tensorBoard);
  }
}
