package dev.inlay.formats.keras;

import dev.inlay.data.Batch;
import dev.inlay.layer.Json;
import dev.inlay.model.Model;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A file that Keras wrote, with inputs and what Keras predicted for them.
 *
 * @param inputs by name; of a model with one input, under {@code 0}
 * @param labels what it is trained with, if it is
 * @param history losses and metrics of one more epoch after the file was written
 * @param then what Keras predicted after that
 */
record Recorded(
    Path file,
    Map<String, Tensor> inputs,
    List<Tensor> outputs,
    List<Tensor> labels,
    Map<String, Double> history,
    List<Tensor> then) {
  static final Path FOLDER = Path.of("src/test/resources/keras");

  static Recorded of(String name) {
    Path file = FOLDER.resolve(name + ".keras");
    return of(Files.exists(file) ? file : FOLDER.resolve(name + ".h5"));
  }

  static Recorded of(Path file) {
    String name = file.getFileName().toString().replaceAll("\\.(keras|h5)$", ".json");
    Map<?, ?> tree;
    try {
      String text = Files.readString(file.resolveSibling(name));
      tree = (Map<?, ?>) Objects.requireNonNull(Json.read(text, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    List<Tensor> outputs = new ArrayList<>();
    List<Tensor> labels = new ArrayList<>();
    Map<String, Double> history = new LinkedHashMap<>();
    List<Tensor> then = new ArrayList<>();
    tree.forEach(
        (key, value) -> {
          if (key.toString().startsWith("in_")) {
            inputs.put(key.toString().substring(3), tensor((Map<?, ?>) value));
          } else if (key.toString().startsWith("out_")) {
            outputs.add(tensor((Map<?, ?>) value));
          } else if (key.toString().startsWith("y_")) {
            labels.add(tensor((Map<?, ?>) value));
          } else if (key.toString().startsWith("then_")) {
            then.add(tensor((Map<?, ?>) value));
          } else if (key.equals("history")) {
            ((Map<?, ?>) value)
                .forEach((k, v) -> history.put(k.toString(), ((Number) v).doubleValue()));
          }
        });
    return new Recorded(file, inputs, outputs, labels, history, then);
  }

  private static Tensor tensor(Map<?, ?> tree) {
    Shape shape =
        Shape.of(((List<?>) tree.get("shape")).stream().mapToInt(d -> (Integer) d).toArray());
    List<?> data = (List<?>) tree.get("data");
    return switch (tree.get("dtype").toString()) {
      case "string" -> new StringTensor(shape, data.toArray(String[]::new));
      case "int64" ->
          new LongTensor(shape, data.stream().mapToLong(n -> ((Number) n).longValue()).toArray());
      case "int32" ->
          new IntTensor(shape, data.stream().mapToInt(n -> ((Number) n).intValue()).toArray());
      default -> {
        float[] floats = new float[data.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] =
              data.get(i) instanceof Boolean b ? b ? 1 : 0 : ((Number) data.get(i)).floatValue();
        }
        yield new FloatTensor(shape, floats);
      }
    };
  }

  /** What a model predicts for the inputs. */
  List<FloatTensor> predictedBy(Model model) {
    Map<String, FloatTensor> all =
        inputs.containsKey("0")
            ? model.predictAll(Batch.of(Map.of("x", inputs.get("0"))))
            : model.predictAll(Batch.of(inputs));
    return new ArrayList<>(all.values());
  }
}
