package dev.inlay.conformance;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers to compare.
 *
 * @param shape their shape
 * @param numbers in row-major order, in the precision that they were given in
 */
record Answer(Shape shape, List<Double> numbers) {
  static Answer of(double number) {
    return new Answer(Shape.SCALAR, List.of(number));
  }

  static Answer of(double[] numbers) {
    return new Answer(Shape.of(numbers.length), Arrays.stream(numbers).boxed().toList());
  }

  static Answer of(Tensor tensor) {
    List<Double> numbers = new ArrayList<>();
    switch (tensor) {
      case FloatTensor t -> {
        for (float value : t.data()) {
          numbers.add((double) value);
        }
      }
      case IntTensor t -> Arrays.stream(t.data()).forEach(value -> numbers.add((double) value));
      case LongTensor t -> Arrays.stream(t.data()).forEach(value -> numbers.add((double) value));
      case StringTensor _ -> throw new IllegalArgumentException("wanted numbers, got " + tensor);
    }
    return new Answer(tensor.shape(), numbers);
  }

  /** What the reference said: an array, a number, or lists of these. */
  static Answer of(@Nullable Object tree) {
    return switch (tree) {
      case List<?> list -> stacked(list.stream().map(Answer::of).toList());
      case Map<?, ?> map when map.containsKey("data") && !map.containsKey("sparse") -> {
        Case array = Case.of("the answer", map);
        List<Double> numbers =
            array.list("data").stream().map(v -> Encoded.number(v).doubleValue()).toList();
        yield new Answer(Encoded.shape(array.list("shape")), numbers);
      }
      case Map<?, ?> map -> of(Encoded.tensor(map));
      case null, default -> of(Encoded.number(tree).doubleValue());
    };
  }

  private static Answer stacked(List<Answer> parts) {
    if (parts.isEmpty()) {
      return new Answer(Shape.of(0), List.of());
    }
    Shape shape = parts.getFirst().shape;
    List<Double> numbers = new ArrayList<>();
    for (Answer part : parts) {
      if (!part.shape.equals(shape)) {
        throw new IllegalArgumentException(
            "an answer of parts of shapes %s and %s".formatted(shape, part.shape));
      }
      numbers.addAll(part.numbers);
    }
    return new Answer(shape.prepend(parts.size()), numbers);
  }

  Answer reshaped(Shape other) {
    return new Answer(other, numbers);
  }
}
