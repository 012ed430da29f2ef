package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Predicts batch by batch, as it is walked. */
final class PredictionWalk implements Iterator<Map<String, Tensor>> {
  private final Machine machine;
  private final Machine.Traced model;
  private final BatchIterator batches;
  private final PredictOptions options;
  private final RunContext context;
  private final Observers observers;
  private long row;
  private boolean ended;

  PredictionWalk(
      Machine machine,
      Machine.Traced model,
      BatchIterator batches,
      PredictOptions options,
      RunContext context,
      Observers observers) {
    this.machine = machine;
    this.model = model;
    this.batches = batches;
    this.options = options;
    this.context = context;
    this.observers = observers;
  }

  @Override
  public boolean hasNext() {
    boolean more = !ended && !context.isStopRequested() && batches.hasNext();
    if (!more && !ended) {
      ended = true;
      observers.end();
    }
    return more;
  }

  @Override
  public Map<String, Tensor> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all rows are predicted");
    }
    Batch batch = batches.next();
    observers.beforeStep();
    machine.run(ModeKeys.PREDICT, batch, row);
    row += batch.rows();
    Map<String, Tensor> predictions = chosen(model.predictions());
    observers.afterStep(Double.NaN);
    return predictions;
  }

  private Map<String, Tensor> chosen(Map<String, Tensor> all) {
    if (options.keys().isEmpty()) {
      return all;
    }
    Map<String, Tensor> chosen = new LinkedHashMap<>();
    for (String key : options.keys()) {
      Tensor value = all.get(key);
      if (value == null) {
        throw new IllegalArgumentException(
            "no prediction \"%s\"; there are %s".formatted(key, all.keySet()));
      }
      chosen.put(key, value);
    }
    return chosen;
  }

  void close() {
    batches.close();
    observers.close();
  }
}
