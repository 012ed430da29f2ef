package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.SequenceFeatures;
import dev.inlay.layer.RNNCell;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * One of two classes or more by a recurrent network over sequences: TensorFlow's {@code
 * experimental.RNNClassifier}. Steps that a row doesn't have count for nothing. Its optimizer is
 * {@code Adagrad.of(0.05f)} in Keras 2's arithmetic, with gradients clipped to a norm of 5, unless
 * another is set.
 */
public final class RnnClassifier implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  RnnClassifier(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A recurrent network for two classes.
   *
   * @param columns of sequences, as {@link SequenceFeatures} takes them
   * @param cells what is done at each step: {@code LSTMCell.of(32)}, or several, each of which is
   *     fed with the output of the one before
   * @throws IllegalArgumentException if there are no columns, two of one name, one without steps,
   *     or no cell
   */
  public static RnnClassifier of(Collection<? extends FeatureColumn> columns, RNNCell... cells) {
    return new RnnClassifier(
        Blueprint.of("RnnClassifier", null, Rnn.of(columns, cells), Classes.of(2).head()));
  }

  /** With dense columns of whole rows, which are put beside each step. */
  public RnnClassifier withContext(Collection<? extends FeatureColumn> columns) {
    return new RnnClassifier(blueprint.withRnn(rnn -> rnn.withContext(columns)));
  }

  /** With another optimizer. */
  public RnnClassifier withOptimizer(Optimizer optimizer) {
    return new RnnClassifier(blueprint.withRnn(rnn -> rnn.withOptimizer(optimizer)));
  }

  /** With so many classes, whose labels are 0, 1 and so on. */
  public RnnClassifier withClasses(int classes) {
    return withClasses(Classes.of(classes));
  }

  /** With a class for each word, which labels and predictions are then. */
  public RnnClassifier withLabelVocabulary(String... words) {
    return withClasses(Classes.of(List.of(words)));
  }

  /**
   * Whether each step has a class, not each row: labels and predictions are then those of a {@link
   * SequenceHead}.
   */
  public RnnClassifier withReturnSequences(boolean returnSequences) {
    Head each = blueprint.head() instanceof SequenceHead head ? head.each() : blueprint.head();
    return new RnnClassifier(
        blueprint
            .withRnn(rnn -> rnn.withReturnSequences(returnSequences))
            .withHead(returnSequences ? SequenceHead.of(each) : each));
  }

  private RnnClassifier withClasses(Classes classes) {
    boolean ofSteps = blueprint.head() instanceof SequenceHead;
    return new RnnClassifier(
        blueprint.withHead(ofSteps ? SequenceHead.of(classes.head()) : classes.head()));
  }

  /** With rows that count as much as a feature says. */
  public RnnClassifier withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public RnnClassifier withWeightColumn(NumericColumn column) {
    return new RnnClassifier(blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public RnnClassifier withLossReduction(Loss.Reduction reduction) {
    return new RnnClassifier(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public RnnClassifier withDefaults(Defaults defaults) {
    return new RnnClassifier(blueprint.withDefaults(defaults));
  }

  RnnClassifier withRunning(Running running) {
    return new RnnClassifier(blueprint.withRunning(running));
  }

  @Override
  public RnnClassifier withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public RnnClassifier withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public RnnClassifier withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
