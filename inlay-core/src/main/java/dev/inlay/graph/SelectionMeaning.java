package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What choosing elements along the last axis means. */
final class SelectionMeaning {
  private SelectionMeaning() {}

  static Numbers of(Selection op, List<Numbers> in, Shape shape) {
    Numbers first = in.getFirst();
    return switch (op) {
      case Selection.TopK(int k) -> {
        int length = first.shape().last();
        yield Numbers.fill(shape, i -> largest(first, i / k * length, length).get(i % k));
      }
      case Selection.GatherElements _ ->
          Numbers.fill(shape, i -> first.at(place(in.get(1), i, first.shape())));
      case Selection.GatherElementsGrad _ -> {
        Numbers sum = Numbers.zeros(shape);
        for (int i = 0; i < first.size(); i++) {
          sum.data()[place(first, i, shape)] += in.get(1).at(i);
        }
        yield sum;
      }
    };
  }

  /** The places of a row's elements, the largest element's first. */
  private static List<Integer> largest(Numbers x, int row, int length) {
    // Adding 0 makes one zero of both.
    return IntStream.range(0, length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> x.at(row + i) + 0.0).reversed())
        .toList();
  }

  /** The place in x that the i-th of the given places means. */
  private static int place(Numbers places, int i, Shape x) {
    int place = (int) places.at(i);
    if (place < 0 || place >= x.last()) {
      throw new IllegalArgumentException(
          "place %d on an axis of %d; places run from 0 to %d"
              .formatted(place, x.last(), x.last() - 1));
    }
    return i / places.shape().last() * x.last() + place;
  }
}
