package dev.inlay;

import dev.inlay.layer.Json;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Numbers that the reference implementations gave: the JSON files under {@code /golden}. */
public final class Golden {
  private Golden() {}

  /** One case: an object of the file's list {@code cases}. */
  public record Case(Map<String, ?> fields) {
    public String text(String name) {
      return (String) field(name);
    }

    public int number(String name) {
      return ((Number) field(name)).intValue();
    }

    /** A field that is there. */
    public Object field(String name) {
      Object value = fields.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no " + name + " in " + fields);
      }
      return value;
    }

    /** A field that is an object, as a case of its own. */
    @SuppressWarnings("unchecked")
    public Case object(String name) {
      return new Case((Map<String, ?>) field(name));
    }

    @SuppressWarnings("unchecked")
    public <T> List<T> list(String name) {
      return (List<T>) field(name);
    }

    public Tensor tensor(String name) {
      return Golden.tensor(object(name));
    }

    @Override
    public String toString() {
      return fields.get("id") + " " + fields.get("name");
    }
  }

  /** All cases of a file. */
  public static List<Case> cases(String file) {
    List<Map<String, ?>> cases = root(file).list("cases");
    return cases.stream().map(Case::new).toList();
  }

  /** A whole file. */
  public static Case root(String file) {
    return resource("/golden/" + file);
  }

  /** A file of another form, which the conformance runner can't replay: below {@code /records}. */
  public static Case record(String file) {
    return resource("/records/" + file);
  }

  private static Case resource(String file) {
    try (InputStream in = Golden.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no file " + file + " among the resources");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      @SuppressWarnings("unchecked")
      var root = (Map<String, ?>) Json.read(text, file);
      return new Case(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array: {@code {"shape": …, "dtype": …, "data": …}}. */
  public static Tensor tensor(Case array) {
    List<Number> dims = array.list("shape");
    Shape shape = Shape.of(dims.stream().mapToInt(Number::intValue).toArray());
    List<Object> data = array.list("data");
    return switch (array.text("dtype")) {
      case "string" ->
          new StringTensor(shape, data.stream().map(String.class::cast).toArray(String[]::new));
      case "int64" -> new LongTensor(shape, longs(data));
      case "int32" ->
          new IntTensor(shape, data.stream().mapToInt(v -> ((Number) v).intValue()).toArray());
      case "float32", "bool" -> {
        float[] floats = new float[data.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = number(data.get(i));
        }
        yield new FloatTensor(shape, floats);
      }
      default -> throw new IllegalArgumentException("dtype " + array.text("dtype"));
    };
  }

  public static long[] longs(List<Object> data) {
    return data.stream().mapToLong(v -> ((Number) v).longValue()).toArray();
  }

  /** A number, of which NaN and the infinities are written as text. */
  public static float number(Object value) {
    return switch (value) {
      case Number n -> n.floatValue();
      case Boolean b -> b ? 1 : 0;
      case String s -> Float.parseFloat(s);
      default -> throw new IllegalArgumentException("no number: " + value);
    };
  }
}
