package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Selection;
import java.util.Arrays;

/** Steps that choose elements along the last axis. */
final class Selections {
  private Selections() {}

  static void lower(Lowering l, Node node, Selection op) {
    Form first = l.form(node.input(0));
    switch (op) {
      case Selection.TopK(int k) -> {
        View x = l.packed(node.input(0), first.last());
        View dst = l.out(node);
        l.emit(first.size(), new Choosing(k, x, dst));
      }
      case Selection.GatherElements _ -> {
        View x = l.packed(node.input(0), first.last());
        View places = l.in(node.input(1), 0);
        View dst = l.out(node);
        int k = l.form(node).last();
        l.emit(places.size(), new Picking(k, x, places, dst));
      }
      case Selection.GatherElementsGrad _ -> {
        View places = l.in(node.input(0), 0);
        View g = l.in(node.input(1), 0);
        View dst = l.out(node);
        l.emit(dst.size(), new Putting(first.last(), l.form(node).last(), places, g, dst));
      }
    }
  }

  /**
   * The places of the largest elements of each row, by a heap of k places in the result itself: the
   * least of those chosen is at its root.
   */
  private record Choosing(int k, View x, View dst) implements Step {
    @Override
    public void run(Frame f) {
      float[] xs = f.floats(x);
      int[] heap = f.ints(dst);
      int n = x.width();
      for (int r = 0; r < f.pieces(x); r++) {
        choose(xs, f.at(x) + r * n, n, heap, f.at(dst) + r * k);
      }
    }

    private void choose(float[] xs, int row, int n, int[] heap, int at) {
      for (int i = 0; i < k; i++) {
        heap[at + i] = i;
      }
      for (int i = k / 2 - 1; i >= 0; i--) {
        sink(xs, row, heap, at, i, k);
      }
      for (int i = k; i < n; i++) {
        if (isBefore(xs, row, i, heap[at])) {
          heap[at] = i;
          sink(xs, row, heap, at, 0, k);
        }
      }
      // Taking the least away again and again leaves the largest in front.
      for (int left = k - 1; left > 0; left--) {
        int least = heap[at];
        heap[at] = heap[at + left];
        heap[at + left] = least;
        sink(xs, row, heap, at, 0, left);
      }
    }

    /** Moves an element of a heap of {@code size} down until none below comes later than it. */
    private static void sink(float[] xs, int row, int[] heap, int at, int from, int size) {
      int i = from;
      int moved = heap[at + i];
      while (2 * i + 1 < size) {
        int child = 2 * i + 1;
        if (child + 1 < size && isBefore(xs, row, heap[at + child], heap[at + child + 1])) {
          child++;
        }
        if (!isBefore(xs, row, moved, heap[at + child])) {
          break;
        }
        heap[at + i] = heap[at + child];
        i = child;
      }
      heap[at + i] = moved;
    }

    /** Whether one place comes before another: its element is larger, or as large and earlier. */
    private static boolean isBefore(float[] xs, int row, int a, int b) {
      // Adding 0 makes one zero of both.
      int order = Float.compare(xs[row + a] + 0f, xs[row + b] + 0f);
      return order > 0 || (order == 0 && a < b);
    }
  }

  private record Picking(int k, View x, View places, View dst) implements Step {
    @Override
    public void run(Frame f) {
      float[] xs = f.floats(x);
      int[] from = f.ints(places);
      float[] to = f.floats(dst);
      int count = f.size(places);
      for (int i = 0; i < count; i++) {
        int place = check(from[f.at(places) + i], x.width());
        to[f.at(dst) + i] = xs[f.at(x) + i / k * x.width() + place];
      }
    }
  }

  private record Putting(int k, int n, View places, View g, View dst) implements Step {
    @Override
    public void run(Frame f) {
      int[] from = f.ints(places);
      float[] gs = f.floats(g);
      float[] to = f.floats(dst);
      Arrays.fill(to, f.at(dst), f.at(dst) + f.size(dst), 0);
      int count = f.size(places);
      for (int i = 0; i < count; i++) {
        int place = check(from[f.at(places) + i], n);
        to[f.at(dst) + i / k * n + place] += gs[f.at(g) + i];
      }
    }
  }

  private static int check(int place, int length) {
    if (place < 0 || place >= length) {
      throw new IllegalArgumentException(
          "place %d on an axis of %d; places run from 0 to %d"
              .formatted(place, length, length - 1));
    }
    return place;
  }
}
