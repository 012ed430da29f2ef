package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an estimator's model says of rows. */
final class Predictions {
  /** Rows that are predicted together where the data isn't in batches. */
  private static final int ROWS = 256;

  private final Driver driver;

  Predictions(Driver driver) {
    this.driver = driver;
  }

  Map<String, Tensor> predict(Batch rows) {
    driver.made().show(rows);
    return driver.forReading().predict(rows);
  }

  Stream<Map<String, Tensor>> predict(Supplier<Dataset> input, PredictOptions how) {
    Stream<Map<String, Tensor>> batches = predictBatches(input, how);
    return batches.flatMap(Predictions::rows);
  }

  Stream<Map<String, Tensor>> predictBatches(Supplier<Dataset> input, PredictOptions how) {
    Dataset given = input.get();
    Dataset data = given.isBatched() ? given : given.batch(ROWS);
    driver.show(data);
    Machine m = driver.reading(how.checkpoint());
    Machine.Traced model = m.traced(ModeKeys.PREDICT);
    var context = new RunContext(driver, m, ModeKeys.PREDICT);
    var observers = new Observers();
    observers.start(model.spec().hooks(), context);
    observers.start(how.hooks(), context);
    observers.begin();
    BatchIterator batches = data.map(new WalkEncoder(model)::apply).prefetch().iterator();
    var walk = new PredictionWalk(m, model, batches, how, context, observers);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED), false)
        .onClose(walk::close);
  }

  /** Each row of a batch's predictions, without the batch's axis. */
  private static Stream<Map<String, Tensor>> rows(Map<String, Tensor> batch) {
    return IntStream.range(0, batch.values().iterator().next().rows())
        .mapToObj(
            row -> {
              Map<String, Tensor> one = new LinkedHashMap<>();
              batch.forEach(
                  (key, all) ->
                      one.put(
                          key,
                          all.rows(row, row + 1)
                              .reshape(all.shape().slice(1, all.shape().rank()))));
              return one;
            });
  }
}
