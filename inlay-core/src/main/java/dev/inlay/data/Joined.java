package dev.inlay.data;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.List;

/** Columns put one under the other. */
final class Joined {
  private Joined() {}

  /**
   * The rows of all parts as one column.
   *
   * @param name the column's name, for messages
   */
  static Value of(String name, List<Value> parts) {
    Value first = parts.getFirst();
    for (Value part : parts) {
      if (!sameKind(first, part)) {
        throw new IllegalArgumentException(
            "column \"%s\" is %s in one part and %s in another"
                .formatted(name, kind(first), kind(part)));
      }
    }
    return switch (first) {
      case Tensor _ -> tensors(parts.stream().map(Tensor.class::cast).toList());
      case Ragged _ -> ragged(parts.stream().map(Ragged.class::cast).toList());
    };
  }

  private static Tensor tensors(List<Tensor> parts) {
    Shape shape = parts.getFirst().shape();
    Shape joined = shape.withDim(0, parts.stream().mapToInt(Value::rows).sum());
    int size = joined.intSize();
    return switch (parts.getFirst()) {
      case FloatTensor _ -> new FloatTensor(joined, fill(parts, new float[size]));
      case IntTensor _ -> new IntTensor(joined, fill(parts, new int[size]));
      case LongTensor _ -> new LongTensor(joined, fill(parts, new long[size]));
      case StringTensor _ -> new StringTensor(joined, fill(parts, new String[size]));
    };
  }

  private static Ragged ragged(List<Ragged> parts) {
    int[] splits = new int[parts.stream().mapToInt(Value::rows).sum() + 1];
    int row = 0;
    int start = 0;
    for (Ragged part : parts) {
      int[] s = part.splits();
      for (int i = 1; i < s.length; i++) {
        splits[++row] = start + s[i];
      }
      start = splits[row];
    }
    return new Ragged(tensors(parts.stream().map(Ragged::values).toList()), splits);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy")
  private static <A> A fill(List<Tensor> parts, A target) {
    int at = 0;
    for (Tensor part : parts) {
      Object data =
          switch (part) {
            case FloatTensor t -> t.data();
            case IntTensor t -> t.data();
            case LongTensor t -> t.data();
            case StringTensor t -> t.data();
          };
      int length = part.shape().intSize();
      System.arraycopy(data, 0, target, at, length);
      at += length;
    }
    return target;
  }

  private static boolean sameKind(Value a, Value b) {
    return a.dtype() == b.dtype()
        && switch (a) {
          case Ragged _ -> b instanceof Ragged;
          case Tensor t ->
              b instanceof Tensor u
                  && t.shape().rank() == u.shape().rank()
                  && t.shape()
                      .slice(1, t.shape().rank())
                      .equals(u.shape().slice(1, u.shape().rank()));
        };
  }

  private static String kind(Value value) {
    return switch (value) {
      case Tensor t -> t.dtype() + " of shape " + t.shape();
      case Ragged r -> "ragged " + r.dtype();
    };
  }
}
