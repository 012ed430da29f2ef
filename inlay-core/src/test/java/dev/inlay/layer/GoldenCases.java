package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Cases that were answered by the reference: reading them, and comparing with their answers. */
final class GoldenCases {
  private GoldenCases() {}

  /** The cases of a file among this project's fixtures. */
  static List<Map<String, Object>> fixture(String file) throws IOException {
    try (InputStream in = GoldenCases.class.getResourceAsStream("/golden/" + file)) {
      return cases(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
    }
  }

  /** The cases of a file that lies beside the project, if it does. */
  static List<Map<String, Object>> shared(String file) throws IOException {
    for (Path up : List.of(Path.of(".."), Path.of("../.."))) {
      Path path = up.resolve("shared/golden").resolve(file);
      if (Files.exists(path)) {
        return cases(Files.readString(path), file);
      }
    }
    assumeTrue(false, file + " is not here; its cases are skipped");
    return List.of();
  }

  private static List<Map<String, Object>> cases(String text, String file) {
    return maps(map(Objects.requireNonNull(Json.read(text, file))).get("cases"));
  }

  @SuppressWarnings("unchecked") // what JSON gives
  static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }

  static List<Map<String, Object>> maps(Object tree) {
    return tree == null ? List.of() : ((List<?>) tree).stream().map(GoldenCases::map).toList();
  }

  /** The arrays within a tree, in order. Truth values become floats. */
  static List<Tensor> tensors(Object tree) {
    List<Tensor> found = new ArrayList<>();
    switch (tree) {
      case Map<?, ?> map when map.containsKey("sparse") -> found.add(dense(map(map)));
      case Map<?, ?> map when map.containsKey("data") -> found.add(tensor(map(map)));
      case List<?> list when list.stream().anyMatch(Number.class::isInstance) ->
          found.add(
              Tensor.of(
                  Shape.of(list.size()),
                  list.stream().mapToInt(n -> ((Number) n).intValue()).toArray()));
      case List<?> list -> list.forEach(element -> found.addAll(tensors(element)));
      case null, default -> {}
    }
    return found;
  }

  static Tensor tensor(Map<String, Object> tree) {
    int[] dims =
        ((List<?>) tree.get("shape")).stream().mapToInt(d -> ((Number) d).intValue()).toArray();
    List<?> data = (List<?>) tree.get("data");
    if (String.valueOf(tree.get("dtype")).startsWith("int")) {
      return Tensor.of(
          Shape.of(dims), data.stream().mapToInt(n -> ((Number) n).intValue()).toArray());
    }
    float[] values = new float[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (data.get(i)) {
            case Number n -> n.floatValue();
            case Boolean b -> b ? 1 : 0;
            case Object name -> Float.parseFloat(name.toString());
          };
    }
    return Tensor.of(Shape.of(dims), values);
  }

  private static Tensor dense(Map<String, Object> sparse) {
    int[] dims =
        ((List<?>) sparse.get("dense_shape"))
            .stream().mapToInt(d -> ((Number) d).intValue()).toArray();
    Shape shape = Shape.of(dims);
    int[] indices = ((Tensor.IntTensor) tensor(map(sparse.get("indices")))).data();
    Tensor values = tensor(map(sparse.get("values")));
    float[] data = new float[shape.intSize()];
    for (int v = 0; v < values.rows(); v++) {
      int place = 0;
      for (int axis = 0; axis < dims.length; axis++) {
        place = place * dims[axis] + indices[v * dims.length + axis];
      }
      data[place] = values.toFloats().data()[v];
    }
    Tensor.FloatTensor floats = Tensor.of(shape, data);
    return values instanceof Tensor.IntTensor ? integers(floats) : floats;
  }

  private static Tensor integers(Tensor.FloatTensor floats) {
    int[] data = new int[floats.data().length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (int) floats.data()[i];
    }
    return Tensor.of(floats.shape(), data);
  }

  /** An answer that may be nested lists of arrays: all numbers in order, under a wanted shape. */
  static Tensor answer(Object tree, Shape shape) {
    List<Tensor> parts = tensors(tree);
    if (!(tree instanceof List)) {
      return parts.getFirst();
    }
    float[] all = new float[shape.intSize()];
    int at = 0;
    for (Tensor part : parts) {
      float[] data = part.toFloats().data();
      System.arraycopy(data, 0, all, at, data.length);
      at += data.length;
    }
    assertThat(at).isEqualTo(all.length);
    return Tensor.of(shape, all);
  }

  static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    float[] a = actual.toFloats().data();
    float[] e = expected.toFloats().data();
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - e[i]) <= tolerance * (1 + Math.abs(e[i])))
          && Float.compare(a[i], e[i]) != 0) {
        throw new AssertionError(
            "%s[%d] is %s, the reference says %s".formatted(what, i, a[i], e[i]));
      }
    }
  }
}
