package dev.inlay.model;

import dev.inlay.engine.Run;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a model for one row at a time. Rows are records whose components are the model's inputs by
 * name:
 *
 * <pre>{@code
 * record Click(int user, int item, float[] numbers) {}
 * var clicks = model.rowPredictor(Click.class, MethodHandles.lookup());
 * float logit = clicks.predict(new Click(17, 4, numbers));
 * }</pre>
 *
 * <p>Many threads may ask at once; none waits for another, and once each is warm, nothing is
 * allocated. Weights that are trained meanwhile are seen as they move.
 *
 * @param <R> the rows' class
 */
public final class RowPredictor<R extends Record> {
  private final Built built;
  private final Runnable settle;
  private final Feeder feeder;
  private final List<RowInput> inputs;
  private final Idle<Place> idle = new Idle<>();

  /** The memory for one thread's row. */
  private record Place(Run run, List<Value> values) {}

  RowPredictor(Built built, Runnable settle, Class<R> type, MethodHandles.Lookup lookup) {
    this.built = built;
    this.settle = settle;
    this.feeder = built.feeder();
    if (!built.isPlain()) {
      throw new IllegalArgumentException(
          "a model that encodes raw columns, works out ids or keeps states is asked with"
              + " predict(…)");
    }
    Map<String, RowInput> byName = new LinkedHashMap<>();
    for (var component : type.getRecordComponents()) {
      byName.put(component.getName(), RowInput.of(component, lookup));
    }
    List<String> names = feeder.specs().stream().map(TensorSpec::name).toList();
    if (!byName.keySet().containsAll(names) || byName.size() != names.size()) {
      throw new IllegalArgumentException(
          "%s has components %s, the model's inputs are %s; name the components like the inputs"
              .formatted(type.getSimpleName(), byName.keySet(), names));
    }
    List<RowInput> inOrder = new ArrayList<>();
    for (TensorSpec spec : feeder.specs()) {
      RowInput input = byName.get(spec.name());
      if (input != null) {
        input.check(spec);
        inOrder.add(input);
      }
    }
    this.inputs = List.copyOf(inOrder);
  }

  /**
   * The model's only number for a row.
   *
   * @throws IllegalArgumentException if a value doesn't suit, as an id outside of its table
   * @throws IllegalStateException if the model gives more than one number
   */
  public float predict(R row) {
    Place place = run(row);
    Run run = place.run();
    int size = run.outputSize(0);
    float first = run.outputArray(0)[run.outputOffset(0)];
    idle.giveBack(place);
    if (size != 1) {
      throw new IllegalStateException(
          "the model gives %d numbers for a row; give predict an array for them".formatted(size));
    }
    return first;
  }

  /**
   * The numbers of the model's first output for a row.
   *
   * @param to where they go; of just their number
   * @throws IllegalArgumentException if a value doesn't suit, as an id outside of its table, or the
   *     array is of another length
   */
  public void predict(R row, float[] to) {
    Place place = run(row);
    Run run = place.run();
    int size = run.outputSize(0);
    if (size == to.length) {
      System.arraycopy(run.outputArray(0), run.outputOffset(0), to, 0, size);
    }
    idle.giveBack(place);
    if (size != to.length) {
      throw new IllegalArgumentException(
          "the model gives %d numbers for a row, the array has room for %d"
              .formatted(size, to.length));
    }
  }

  private Place run(R row) {
    settle.run();
    Place idlePlace = idle.borrow();
    Place place = idlePlace == null ? newPlace() : idlePlace;
    for (int i = 0; i < inputs.size(); i++) {
      Value value = place.values().get(i);
      inputs.get(i).read(row, value);
      feeder.check(i, value);
    }
    place.run().execute(place.values(), 0);
    return place;
  }

  private Place newPlace() {
    List<Value> values = new ArrayList<>();
    for (TensorSpec spec : feeder.specs()) {
      Shape shape = spec.shape().withDim(0, 1);
      values.add(
          switch (spec.dtype()) {
            case FLOAT32 -> Tensor.of(shape, new float[shape.intSize()]);
            case INT32 -> Tensor.of(shape, new int[shape.intSize()]);
            case INT8, INT64, STRING ->
                throw new IllegalStateException("a graph has no input of " + spec.dtype());
          });
    }
    return new Place(built.newRun(), values);
  }
}
