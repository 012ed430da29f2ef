package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.ofFloats;
import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.layer.Einsum;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operations that multiply and sum. */
final class ProductOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Matmul", ofFloats(ProductOperations::product));
    MEANINGS.put("Dot", ofFloats(ProductOperations::dot));
    MEANINGS.put("Inner", ofFloats((a, b) -> contracted(a, b, List.of(last(a)), List.of(last(b)))));
    MEANINGS.put("Outer", ofFloats((a, b) -> a.reshape(-1, 1).mul(b.reshape(1, -1))));
    MEANINGS.put("Vdot", ofFloats((a, b) -> a.reshape(-1).mul(b.reshape(-1)).sum()));
    MEANINGS.put("Tensordot", one(ProductOperations::tensorDot));
    MEANINGS.put("Cross", one(ProductOperations::cross));
    MEANINGS.put("Einsum", one(ProductOperations::einsum));
  }

  private ProductOperations() {}

  private static int last(Node x) {
    return x.shape().rank() - 1;
  }

  /** The matrix product; a vector stands for a matrix of one row, or of one column. */
  private static Node product(Node a, Node b) {
    if (a.shape().rank() == 1) {
      Node rows = product(a.reshape(1, -1), b);
      return ShapeOperations.without(rows, rows.shape().rank() - (b.shape().rank() == 1 ? 1 : 2));
    }
    if (b.shape().rank() == 1) {
      Node columns = a.matMul(b.reshape(-1, 1));
      return ShapeOperations.without(columns, last(columns));
    }
    return a.matMul(b);
  }

  private static Node dot(Node a, Node b) {
    return b.shape().rank() <= 2
        ? product(a, b)
        : contracted(a, b, List.of(last(a)), List.of(last(b) - 1));
  }

  private static Node tensorDot(Operands operands) {
    Node a = operands.node(0, "x1").cast(DType.FLOAT32);
    Node b = operands.node(1, "x2").cast(DType.FLOAT32);
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    switch (operands.settings().object("axes")) {
      case List<?> pair when pair.size() == 2 -> {
        whole(pair.getFirst()).forEach(axis -> left.add(a.shape().axis(axis)));
        whole(pair.getLast()).forEach(axis -> right.add(b.shape().axis(axis)));
      }
      case Number count -> {
        for (int i = 0; i < count.intValue(); i++) {
          left.add(a.shape().rank() - count.intValue() + i);
          right.add(i);
        }
      }
      case null, default ->
          throw new IllegalArgumentException("operation Tensordot along other axes");
    }
    return contracted(a, b, left, right);
  }

  private static List<Integer> whole(Object axes) {
    return Arguments.flat(axes).stream()
        .map(axis -> axis instanceof Number n ? n.intValue() : 0)
        .toList();
  }

  /** The sum over pairs of axes; the others stay, the first value's in front. */
  private static Node contracted(Node a, Node b, List<Integer> left, List<Integer> right) {
    if (left.size() != right.size() || a.shape().rank() + b.shape().rank() > 26) {
      throw new IllegalArgumentException(
          "a product over axes %s of %s and %s of %s".formatted(left, a.shape(), right, b.shape()));
    }
    String first = letters(0, a.shape().rank());
    char[] second = letters(a.shape().rank(), b.shape().rank()).toCharArray();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < right.size(); i++) {
      second[right.get(i)] = first.charAt(left.get(i));
    }
    String other = new String(second);
    for (char c : (first + other).toCharArray()) {
      if (first.indexOf(c) < 0 || other.indexOf(c) < 0) {
        out.append(c);
      }
    }
    return new Einsum(first, other, out.toString()).apply(a, b);
  }

  private static String letters(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> String.valueOf((char) ('a' + i)))
        .collect(Collectors.joining());
  }

  /** The product of vectors of three along the last axis. */
  private static Node cross(Operands operands) {
    Node a = operands.node(0, "x1").cast(DType.FLOAT32);
    Node b = operands.node(1, "x2").cast(DType.FLOAT32);
    for (String axis : List.of("axisa", "axisb", "axisc", "axis")) {
      int given = operands.settings().integer(axis, -1);
      if (given != -1) {
        throw new UnsupportedOperationException("operation Cross along axis " + given);
      }
    }
    if (a.shape().last() != 3 || b.shape().last() != 3) {
      throw new UnsupportedOperationException(
          "operation Cross of shapes %s and %s".formatted(a.shape(), b.shape()));
    }
    Node[] parts = new Node[3];
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      parts[i] = part(a, j).mul(part(b, k)).sub(part(a, k).mul(part(b, j)));
    }
    return Node.concat(parts[0].shape().rank() - 1, parts);
  }

  private static Node part(Node x, int i) {
    return x.slice(last(x), i, i + 1);
  }

  private static Node einsum(Operands operands) {
    String equation = operands.settings().text("subscripts", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (sides.length != 2 || (terms.length > 2 && equation.contains("."))) {
      throw new UnsupportedOperationException("operation Einsum of " + equation);
    }
    List<Node> values = operands.all().stream().map(x -> x.cast(DType.FLOAT32)).toList();
    if (terms.length != values.size()) {
      throw new IllegalArgumentException(
          "operation Einsum of %s with %d values".formatted(equation, values.size()));
    }
    String spare = spare(equation, values);
    String out = sides[1];
    for (int i = 0; i < terms.length; i++) {
      int hidden = values.get(i).shape().rank() - terms[i].replace("...", "").length();
      String dots = spare.substring(Math.max(0, spare.length() - hidden));
      terms[i] = terms[i].replace("...", dots);
      out = dots.length() == spare.length() ? out.replace("...", spare) : out;
    }
    if (terms.length == 1) {
      Node one = values.getFirst().graph().constant(1);
      return new Einsum(terms[0], "", out).apply(values.getFirst(), one);
    }
    Node result = values.getFirst();
    String labels = terms[0];
    for (int i = 1; i < terms.length; i++) {
      String rest = out + String.join("", List.of(terms).subList(i + 1, terms.length));
      String kept =
          (labels + terms[i])
              .chars()
              .distinct()
              .filter(c -> rest.indexOf(c) >= 0)
              .mapToObj(c -> String.valueOf((char) c))
              .collect(Collectors.joining());
      String next = i == terms.length - 1 ? out : kept;
      result = new Einsum(labels, terms[i], next).apply(result, values.get(i));
      labels = next;
    }
    return result;
  }

  /** Letters for the axes that {@code ...} stands for. */
  private static String spare(String equation, List<Node> values) {
    if (!equation.contains("...")) {
      return "";
    }
    String[] terms = equation.substring(0, equation.indexOf("->")).split(",", -1);
    int most = 0;
    for (int i = 0; i < terms.length; i++) {
      if (terms[i].contains("...")) {
        most = Math.max(most, values.get(i).shape().rank() - terms[i].length() + 3);
      }
    }
    return IntStream.rangeClosed('A', 'Z')
        .filter(c -> equation.indexOf(c) < 0)
        .limit(most)
        .mapToObj(c -> String.valueOf((char) c))
        .collect(Collectors.joining());
  }
}
