package dev.inlay.model;

import static java.lang.System.Logger.Level.WARNING;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.engine.Stopwatch;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.kernel.Job;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Callback;
import dev.inlay.train.Mode;
import dev.inlay.train.Training;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One fit: the loop over epochs and batches, and what callbacks see of it. */
final class Fitting implements Training {
  private static final System.Logger LOG = System.getLogger(Fitting.class.getName());

  private final Model model;
  private final Learner learner;
  private final Fit fit;
  private final FitData data;
  private final Batches batches;
  private final @Nullable Batches validation;
  private final Tally tally;
  private final Tally validationTally;
  private final List<Callback.Observer> observers = new ArrayList<>();
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final Map<String, List<Integer>> reported = new HashMap<>();
  private final List<Integer> finished = new ArrayList<>();

  /** The epoch that is run, and how many of its batches are done. */
  private int epoch;

  private int batch;

  /** The pass through the data, and how many of its batches are done. */
  private int pass;

  private int inPass;
  private boolean stopped;
  private @Nullable String cancelled;
  private boolean epochDone;
  private @Nullable Map<String, String> description;
  private boolean failed;

  private Fitting(Model model, Learner learner, Fit fit, FitData data) {
    this.model = model;
    this.learner = learner;
    this.fit = fit;
    this.data = data;
    this.batches = data.training();
    this.validation = data.validation();
    this.tally = learner.tally();
    this.validationTally = learner.tally();
  }

  /** A fit of data in memory. */
  static Fitting of(Model model, Learner learner, Batch data, Fit fit) {
    Long seed = fit.seed();
    long order = seed == null ? model.seed() : seed;
    return new Fitting(model, learner, fit, FitData.of(data, learner, fit, order));
  }

  /** A fit of data as it comes. */
  static Fitting of(Model model, Learner learner, Dataset data, Fit fit) {
    return new Fitting(model, learner, fit, FitData.of(data, learner, fit));
  }

  History run() {
    epoch = fit.initialEpoch();
    pass = epoch;
    failed = true;
    try {
      for (Callback callback : fit.callbacks()) {
        observers.add(callback.start(this));
      }
      observers.forEach(Callback.Observer::trainBegin);
      try (Job job = Kernels.job(left())) {
        begin();
        for (; epoch < fit.epochs() && !stopped; epoch++, batch = 0) {
          if (!runEpoch(job)) {
            break;
          }
        }
      }
      learner.finish();
      failed = false;
    } finally {
      observers.forEach(Callback.Observer::trainEnd);
      data.close();
      learner.settle();
    }
    if (cancelled != null) {
      throw new CancellationException(cancelled);
    }
    return new History(history, reported, finished, steps());
  }

  /** Ends the fit after the present batch, by an exception once all observers have ended. */
  void cancel(String why) {
    cancelled = why;
  }

  /** Whether the fit is to end by an exception, to be gone on with. */
  boolean isCancelled() {
    return cancelled != null;
  }

  /** Begins where an earlier fit has stopped, or at the beginning. */
  private void begin() {
    batches.begin(pass);
    for (int i = 0; i < inPass; i++) {
      batches.next();
    }
  }

  /** The steps to come, if all goes well; -1 if nobody knows. */
  private long left() {
    return steps() < 0 ? -1 : ((long) fit.epochs() - epoch) * steps() - batch;
  }

  /** Runs an epoch; false if it was cancelled or interrupted, and the epoch left unfinished. */
  private boolean runEpoch(Job job) {
    observers.forEach(o -> o.epochBegin(epoch));
    tally.reset();
    int first = batch;
    for (Feed feed = nextFeed(); feed != null; feed = nextFeed()) {
      int number = batch;
      if (!observers.isEmpty()) {
        observers.forEach(o -> o.batchBegin(number));
      }
      try {
        learner.step(feed, tally);
      } catch (NonFiniteLossException e) {
        if (observers.stream()
            .noneMatch(o -> o.nonFinite(number, String.valueOf(e.getMessage())))) {
          throw e;
        }
        stopped = true;
        break;
      }
      batch++;
      inPass++;
      job.step();
      if (!observers.isEmpty()) {
        Map<String, Double> logs = new Later(() -> sorted(tally.results()));
        observers.forEach(o -> o.batchEnd(number, logs));
      }
      if (cancelled != null || Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (stopped) {
        break;
      }
    }
    if (batch == 0 && !stopped) {
      throw new IllegalArgumentException(
          finished.isEmpty()
              ? "the data has no rows"
              : "the data has no rows left for epoch " + (epoch + 1));
    }
    if (batch > first) {
      endEpoch();
    }
    return true;
  }

  private void endEpoch() {
    Map<String, Double> results = tally.results();
    if (validation != null && fit.validatesAfter(epoch)) {
      validate(validation).forEach((name, value) -> results.put("val_" + name, value));
    }
    Map<String, Double> logs = sorted(results);
    finished.add(epoch);
    // From here on, a checkpoint says that the next epoch is to be run.
    epochDone = true;
    observers.forEach(o -> o.epochEnd(epoch, logs));
    logs.forEach(
        (name, value) -> {
          history.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
          reported.computeIfAbsent(name, _ -> new ArrayList<>()).add(epoch);
        });
    epochDone = false;
  }

  /** The next batch of the epoch; null at its end. */
  private @Nullable Feed nextFeed() {
    if (fit.stepsPerEpoch() > 0 && batch == fit.stepsPerEpoch()) {
      return null;
    }
    Feed feed = batches.next();
    if (feed == null && batch == 0 && inPass > 0) {
      pass++;
      inPass = 0;
      batches.begin(pass);
      feed = batches.next();
    } else if (feed == null && fit.stepsPerEpoch() > 0 && batch > 0) {
      LOG.log(
          WARNING,
          "the data ends after {0} of the {1} steps of epoch {2}, which ends with it; give more"
              + " rows, or a Dataset that repeats",
          batch,
          fit.stepsPerEpoch(),
          epoch + 1);
    }
    return feed;
  }

  private Map<String, Double> validate(Batches held) {
    observers.forEach(Callback.Observer::testBegin);
    validationTally.reset();
    held.begin(0);
    int count = 0;
    int most = fit.validationSteps() == 0 ? Integer.MAX_VALUE : fit.validationSteps();
    while (count < most) {
      Feed feed = held.next();
      if (feed == null) {
        break;
      }
      learner.test(feed, validationTally);
      int number = count++;
      Map<String, Double> logs = new Later(() -> sorted(validationTally.results()));
      observers.forEach(o -> o.testBatchEnd(number, logs));
    }
    Map<String, Double> results = validationTally.results();
    observers.forEach(o -> o.testEnd(sorted(results)));
    return results;
  }

  /** As Keras reports: in the order of the alphabet. */
  private static Map<String, Double> sorted(Map<String, Double> results) {
    return new LinkedHashMap<>(new TreeMap<>(results));
  }

  /** Results that are worked out when somebody looks: a metric over all rows so far isn't cheap. */
  private static final class Later extends AbstractMap<String, Double> {
    private final Supplier<Map<String, Double>> source;
    private @Nullable Map<String, Double> known;

    Later(Supplier<Map<String, Double>> source) {
      this.source = source;
    }

    @Override
    public Set<Entry<String, Double>> entrySet() {
      Map<String, Double> map = known;
      if (map == null) {
        map = Collections.unmodifiableMap(source.get());
        known = map;
      }
      return map.entrySet();
    }
  }

  @Override
  public int epochs() {
    return fit.epochs();
  }

  @Override
  public int steps() {
    return fit.stepsPerEpoch() > 0 ? fit.stepsPerEpoch() : batches.count();
  }

  @Override
  public int step() {
    return learner.state().step();
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public float learningRate() {
    return learner.state().learningRate();
  }

  @Override
  public void learningRate(float rate) {
    learner.state().learningRate(rate);
  }

  @Override
  public Mode direction(String name) {
    return tally.direction(name);
  }

  @Override
  public void watch(@Nullable Stopwatch watch) {
    learner.watch(watch);
  }

  @Override
  public void swapAverages() {
    learner.swapAverages();
  }

  @Override
  public Snapshot snapshot() {
    learner.settle();
    Map<Variable, Storage> values = new LinkedHashMap<>();
    model.variables().values().forEach(v -> values.put(v, v.storage().copy()));
    return () -> {
      learner.settle();
      values.forEach((variable, before) -> variable.storage().copyFrom(before));
    };
  }

  @Override
  public Map<String, FloatTensor> weights() {
    return model.weights();
  }

  @Override
  public Map<String, Variable> variables() {
    return model.variables();
  }

  @Override
  public String summary() {
    return model.summary();
  }

  @Override
  public List<Node> outputs() {
    return learner.built().outputs();
  }

  /** Whether the fit ended with an exception. */
  boolean failed() {
    return failed;
  }

  /** The model, and where in its epochs and data the fit is. */
  Checkpoint checkpoint() {
    Map<String, String> notes = new LinkedHashMap<>(description());
    notes.put("epoch", Integer.toString(epochDone ? epoch + 1 : epoch));
    notes.put("batch", Integer.toString(epochDone ? 0 : batch));
    notes.put("pass", Integer.toString(pass));
    notes.put("batch of pass", Integer.toString(inPass));
    return learner.checkpoint(notes);
  }

  /** How the model is made; nothing if it can't be saved, but only be restored into one like it. */
  private Map<String, String> description() {
    if (description == null) {
      try {
        description = ModelFile.description(model);
      } catch (IllegalArgumentException _) {
        description = Map.of();
      }
    }
    return description;
  }

  /** Goes on where a checkpoint was made; before the fit begins. */
  void resume(CheckpointReader from) {
    learner.restore(from);
    epoch = place(from, "epoch");
    batch = place(from, "batch");
    pass = place(from, "pass");
    inPass = place(from, "batch of pass");
  }

  private static int place(CheckpointReader from, String note) {
    String text = from.notes().get(note);
    if (text == null) {
      throw new IllegalArgumentException(
          "the newest checkpoint doesn't say where its fit was (no \"%s\"); use Model.restore for its weights"
              .formatted(note));
    }
    return Integer.parseInt(text);
  }

  @Override
  public void save(Path path) {
    model.save(path);
  }
}
