package dev.inlay.formats.tensorboard;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Files for TensorBoard's embedding projector: tables and labels as tab-separated values, and the
 * {@code projector_config.pbtxt} that names them (tensorboard/plugins/projector).
 */
final class Projector {
  private Projector() {}

  /** Writes tables, by their weights' paths, each with a label for each row or with none. */
  static void write(Path folder, Map<String, Variable> weights, Map<String, List<String>> tables) {
    StringBuilder config = new StringBuilder();
    try {
      for (var table : tables.entrySet()) {
        Variable values = weights.get(table.getKey());
        if (values == null || values.shape().rank() != 2) {
          throw new IllegalArgumentException(
              "the projector wants an embedding table; \"%s\" is %s. Weights are %s"
                  .formatted(
                      table.getKey(),
                      values == null ? "no weight" : "of shape " + values.shape(),
                      weights.keySet()));
        }
        List<String> labels = table.getValue();
        int rows = values.shape().dim(0);
        if (!labels.isEmpty() && labels.size() != rows) {
          throw new IllegalArgumentException(
              "\"%s\" has %,d rows, but there are %,d labels for the projector"
                  .formatted(table.getKey(), rows, labels.size()));
        }
        String name = table.getKey().replaceAll("[^\\w.-]", "_");
        values(folder.resolve(name + ".tsv"), values.values());
        config.append("embeddings {\n");
        config.append("  tensor_name: \"%s\"\n".formatted(name));
        config.append("  tensor_path: \"%s.tsv\"\n".formatted(name));
        if (!labels.isEmpty()) {
          List<String> lines = labels.stream().map(l -> l.replaceAll("[\\t\\r\\n]", " ")).toList();
          Files.write(folder.resolve(name + "-labels.tsv"), lines);
          config.append("  metadata_path: \"%s-labels.tsv\"\n".formatted(name));
        }
        config.append("}\n");
      }
      Files.writeString(folder.resolve("projector_config.pbtxt"), config);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the projector's files into " + folder, e);
    }
  }

  /** Row by row: a table may be too large to be copied. */
  private static void values(Path file, Table values) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (long row = 0; row < values.rows(); row++) {
        for (int i = 0; i < values.width(); i++) {
          out.append(Float.toString(values.at(row, i)));
          out.append(i + 1 == values.width() ? '\n' : '\t');
        }
      }
    }
  }
}
