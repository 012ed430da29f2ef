package dev.inlay.model;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import dev.inlay.train.Callback;
import dev.inlay.train.Training;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One fit: the loop over epochs and batches, and what callbacks see of it. */
final class Fitting implements Training {
  private final Model model;
  private final Learner learner;
  private final Fit fit;
  private final Batches batches;
  private final @Nullable Batches validation;
  private final Tally tally;
  private final Tally validationTally;
  private final List<Callback.Observer> observers = new ArrayList<>();
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final List<Integer> finished = new ArrayList<>();
  private int pass;
  private int epoch;
  private boolean stopped;

  Fitting(Model model, Learner learner, Fit fit, Batches batches, @Nullable Batches validation) {
    this.model = model;
    this.learner = learner;
    this.fit = fit;
    this.batches = batches;
    this.validation = validation;
    this.tally = learner.tally();
    this.validationTally = learner.tally();
  }

  History run() {
    try {
      for (Callback callback : fit.callbacks()) {
        observers.add(callback.start(this));
      }
      observers.forEach(Callback.Observer::trainBegin);
      pass = fit.initialEpoch();
      batches.begin(pass);
      for (epoch = fit.initialEpoch(); epoch < fit.epochs() && !stopped; epoch++) {
        if (!runEpoch()) {
          break;
        }
      }
    } finally {
      observers.forEach(Callback.Observer::trainEnd);
      batches.close();
      if (validation != null) {
        validation.close();
      }
      learner.settle();
    }
    return new History(history, finished, steps());
  }

  /** Runs an epoch; false if the thread was interrupted, and the epoch left unfinished. */
  private boolean runEpoch() {
    observers.forEach(o -> o.epochBegin(epoch));
    tally.reset();
    int batch = 0;
    for (Feed feed = nextFeed(batch); feed != null; feed = nextFeed(batch)) {
      int number = batch;
      observers.forEach(o -> o.batchBegin(number));
      learner.step(feed, tally);
      if (!observers.isEmpty()) {
        Map<String, Double> logs = new Later(() -> sorted(tally.results()));
        observers.forEach(o -> o.batchEnd(number, logs));
      }
      batch++;
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (stopped) {
        break;
      }
    }
    if (batch == 0) {
      throw new IllegalArgumentException(
          epoch == fit.initialEpoch()
              ? "the data has no rows"
              : "the data has no rows left for epoch " + (epoch + 1));
    }
    Map<String, Double> logs = sorted(tally.results());
    if (validation != null) {
      sorted(validate(validation)).forEach((name, value) -> logs.put("val_" + name, value));
    }
    finished.add(epoch);
    logs.forEach((name, value) -> history.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    observers.forEach(o -> o.epochEnd(epoch, Collections.unmodifiableMap(logs)));
    return true;
  }

  /** The next batch of the epoch; null at its end. */
  private @Nullable Feed nextFeed(int batch) {
    if (fit.stepsPerEpoch() > 0) {
      if (batch == fit.stepsPerEpoch()) {
        return null;
      }
      Feed feed = batches.next();
      if (feed == null) {
        batches.begin(++pass);
        feed = batches.next();
      }
      return feed;
    }
    if (batch == 0 && epoch > fit.initialEpoch()) {
      batches.begin(++pass);
    }
    return batches.next();
  }

  private Map<String, Double> validate(Batches data) {
    observers.forEach(Callback.Observer::testBegin);
    validationTally.reset();
    data.begin(0);
    int batch = 0;
    for (Feed feed = data.next(); feed != null; feed = data.next()) {
      learner.test(feed, validationTally);
      int number = batch++;
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
  public Snapshot snapshot() {
    learner.settle();
    Map<Variable, Table> values = new LinkedHashMap<>();
    model.variables().values().forEach(v -> values.put(v, v.values().copy()));
    return () -> {
      learner.settle();
      values.forEach((variable, table) -> variable.values().copyFrom(table));
    };
  }

  @Override
  public void save(Path path) {
    throw new UnsupportedOperationException();
  }
}
