package dev.inlay.conformance;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays as golden files write them. */
final class Encoded {
  private Encoded() {}

  /** Whether a tree is one array: an encoded one, a number, or nested lists of plain numbers. */
  static boolean isArray(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map ->
          map.containsKey("data") || map.containsKey("sparse") || map.containsKey("ragged");
      case Number _, Boolean _ -> true;
      case List<?> list -> !list.isEmpty() && list.stream().allMatch(Encoded::isPlain);
      case null, default -> false;
    };
  }

  private static boolean isPlain(@Nullable Object tree) {
    return switch (tree) {
      case Number _, Boolean _ -> true;
      case List<?> list -> list.stream().allMatch(Encoded::isPlain);
      case null, default -> false;
    };
  }

  /** The arrays within nested lists, in order. */
  static List<Tensor> tensors(@Nullable Object tree) {
    List<Tensor> found = new ArrayList<>();
    if (isArray(tree)) {
      found.add(tensor(tree));
    } else if (tree instanceof List<?> list) {
      list.forEach(element -> found.addAll(tensors(element)));
    } else if (tree != null) {
      throw new IllegalArgumentException("wanted arrays, got " + tree);
    }
    return found;
  }

  /**
   * An array with all its elements: a sparse one gets zeros, a list is stacked. Half and double
   * precision numbers become floats, truth values ones and zeros.
   */
  static Tensor tensor(@Nullable Object tree) {
    if (tree instanceof List<?> list && holdsArrays(list)) {
      return stacked(list.stream().map(Encoded::tensor).toList());
    }
    if (!(tree instanceof Map<?, ?>)) {
      return plain(tree);
    }
    Case array = Case.of("an array", tree);
    if (array.has("sparse")) {
      return dense(array);
    }
    if (array.has("ragged")) {
      throw new UnsupportedOperationException("a ragged array");
    }
    Shape shape = shape(array.list("shape"));
    return tensor(shape, array.text("dtype"), array.list("data"));
  }

  private static boolean holdsArrays(List<?> list) {
    return list.stream()
        .anyMatch(
            e -> e instanceof Map<?, ?> || (e instanceof List<?> inner && holdsArrays(inner)));
  }

  private static Tensor tensor(Shape shape, String dtype, List<? extends @Nullable Object> data) {
    if (data.size() != shape.size()) {
      throw new IllegalArgumentException(
          "an array of shape %s has %d elements".formatted(shape, data.size()));
    }
    return switch (dtype) {
      case "string" ->
          new StringTensor(shape, data.stream().map(String::valueOf).toArray(String[]::new));
      case "int64", "uint64", "uint32" ->
          new LongTensor(shape, data.stream().mapToLong(v -> number(v).longValue()).toArray());
      case "int32", "int16", "int8", "uint16", "uint8" ->
          new IntTensor(shape, data.stream().mapToInt(v -> number(v).intValue()).toArray());
      case "float64", "float32", "float16", "bfloat16", "bool" -> {
        float[] floats = new float[data.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = number(data.get(i)).floatValue();
        }
        yield new FloatTensor(shape, floats);
      }
      default -> throw new UnsupportedOperationException("arrays of " + dtype);
    };
  }

  private static Tensor stacked(List<Tensor> parts) {
    Shape shape = parts.getFirst().shape();
    List<Object> elements = new ArrayList<>();
    for (Tensor part : parts) {
      if (!part.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "a list of arrays of shapes %s and %s".formatted(shape, part.shape()));
      }
      for (int i = 0; i < shape.intSize(); i++) {
        elements.add(part.text(i));
      }
    }
    String dtype = parts.getFirst().dtype().name().toLowerCase(Locale.ROOT);
    return tensor(shape.prepend(parts.size()), dtype, elements);
  }

  /** A number, of which NaN and the infinities are written as text. */
  static Number number(@Nullable Object value) {
    return switch (value) {
      case Number n -> n;
      case Boolean b -> b ? 1 : 0;
      case String s when s.matches("-?\\d+") -> Long.valueOf(s);
      case String s -> Double.valueOf(s);
      case null, default -> throw new IllegalArgumentException("wanted a number, got " + value);
    };
  }

  /** Numbers in plain lists: integers if all are whole, as NumPy takes them. */
  private static Tensor plain(@Nullable Object tree) {
    List<Integer> dims = new ArrayList<>();
    for (Object at = tree;
        at instanceof List<?> list;
        at = list.isEmpty() ? null : list.getFirst()) {
      dims.add(list.size());
    }
    List<Object> leaves = new ArrayList<>();
    flatten(tree, leaves);
    boolean whole = leaves.stream().allMatch(n -> n instanceof Integer || n instanceof Long);
    return tensor(shape(dims), whole ? "int64" : "float64", leaves);
  }

  private static void flatten(@Nullable Object tree, List<Object> leaves) {
    if (tree instanceof List<?> list) {
      list.forEach(element -> flatten(element, leaves));
    } else {
      leaves.add(number(tree));
    }
  }

  static Shape shape(List<? extends @Nullable Object> dims) {
    return Shape.of(dims.stream().mapToInt(d -> number(d).intValue()).toArray());
  }

  private static Tensor dense(Case sparse) {
    Shape shape = shape(sparse.list("dense_shape"));
    long[] indices = longs(tensor(sparse.get("indices")));
    Tensor values = tensor(sparse.get("values"));
    int[] places = new int[values.rows()];
    for (int v = 0; v < places.length; v++) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        places[v] =
            Math.toIntExact(places[v] * (long) shape.dim(axis) + indices[v * shape.rank() + axis]);
      }
    }
    return switch (values) {
      case StringTensor t -> {
        String[] all = new String[shape.intSize()];
        Arrays.fill(all, "");
        for (int v = 0; v < places.length; v++) {
          all[places[v]] = t.data()[v];
        }
        yield new StringTensor(shape, all);
      }
      case FloatTensor t -> {
        float[] all = new float[shape.intSize()];
        for (int v = 0; v < places.length; v++) {
          all[places[v]] += t.data()[v];
        }
        yield new FloatTensor(shape, all);
      }
      case IntTensor _, LongTensor _ -> {
        long[] data = longs(values);
        long[] all = new long[shape.intSize()];
        for (int v = 0; v < places.length; v++) {
          all[places[v]] += data[v];
        }
        yield new LongTensor(shape, all);
      }
    };
  }

  static long[] longs(Tensor tensor) {
    return switch (tensor) {
      case IntTensor t -> Arrays.stream(t.data()).asLongStream().toArray();
      case LongTensor t -> t.data();
      case FloatTensor _, StringTensor _ ->
          throw new IllegalArgumentException("wanted whole numbers, got " + tensor);
    };
  }

  /** A feature: a sparse matrix whose rows are filled from the left becomes ragged rows. */
  static Value feature(Object tree) {
    if (!(tree instanceof Map<?, ?> map) || !map.containsKey("sparse")) {
      return tensor(tree);
    }
    Case array = Case.of("a feature", tree);
    List<@Nullable Object> dims = array.list("dense_shape");
    if (dims.size() != 2) {
      throw new UnsupportedOperationException("sparse features of %d axes".formatted(dims.size()));
    }
    long[] indices = longs(tensor(array.get("indices")));
    int[] splits = new int[number(dims.getFirst()).intValue() + 1];
    for (int i = 0; i < indices.length; i += 2) {
      int row = (int) indices[i];
      if (indices[i + 1] != splits[row + 1]) {
        throw new UnsupportedOperationException("sparse features with gaps in their rows");
      }
      splits[row + 1]++;
    }
    for (int row = 1; row < splits.length; row++) {
      splits[row] += splits[row - 1];
    }
    return new Ragged(tensor(array.get("values")), splits);
  }

  /** What a graph can be fed: whole numbers of 32 bits. */
  static Tensor forGraph(Tensor tensor) {
    if (!(tensor instanceof LongTensor t)) {
      return tensor;
    }
    int[] ints = Arrays.stream(t.data()).mapToInt(Math::toIntExact).toArray();
    return new IntTensor(t.shape(), ints);
  }
}
