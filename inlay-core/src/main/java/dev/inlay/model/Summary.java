package dev.inlay.model;

import dev.inlay.graph.Variable;
import dev.inlay.layer.Outline;
import dev.inlay.model.TextTable.Align;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model's summary looks. The look is Keras's.
 *
 * @param lineLength of the table, borders included; 0 for what Keras takes on a terminal of 80
 *     columns
 * @param expandNested whether layers of models inside the model get lines of their own
 * @param showTrainable whether a column says which layers are trained
 * @param batchSize for which the memory of training is told, if the model is compiled
 */
public record Summary(int lineLength, boolean expandNested, boolean showTrainable, int batchSize) {
  private static final int DEFAULT_LENGTH = 76;
  private static final int SHORTEST = 40;

  public Summary {
    if (lineLength != 0 && lineLength < SHORTEST) {
      throw new IllegalArgumentException(
          "a summary needs lines of %d characters or more, got %d".formatted(SHORTEST, lineLength));
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has 1 row or more, not " + batchSize);
    }
  }

  /** As Keras's {@code summary()} without arguments. */
  public static Summary of() {
    return new Summary(0, false, false, 32);
  }

  public Summary withLineLength(int characters) {
    return new Summary(characters, expandNested, showTrainable, batchSize);
  }

  public Summary withExpandNested(boolean expand) {
    return new Summary(lineLength, expand, showTrainable, batchSize);
  }

  public Summary withShowTrainable(boolean show) {
    return new Summary(lineLength, expandNested, show, batchSize);
  }

  public Summary withBatchSize(int rows) {
    return new Summary(lineLength, expandNested, showTrainable, rows);
  }

  String of(
      Model model,
      @Nullable List<TensorSpec> inputs,
      Map<String, Variable> weights,
      Collection<Variable> trained,
      Memory optimizer,
      Optional<TrainingMemory> training) {
    Outline outline = new Outlines(weights, trained, expandNested, false).of(model, inputs);
    TextTable table = table(outline.chain());
    add(table, outline, 0, outline.chain());
    Memory moved = Memory.of(trained);
    Set<Variable> rest = new LinkedHashSet<>(weights.values());
    rest.removeAll(new LinkedHashSet<>(trained));
    Memory kept = Memory.of(rest);
    StringBuilder out = new StringBuilder();
    out.append("Model: \"").append(outline.name()).append("\"\n").append(table);
    line(out, "Total", moved.plus(kept).plus(optimizer));
    line(out, "Trainable", moved);
    line(out, "Non-trainable", kept);
    if (optimizer.numbers() > 0) {
      line(out, "Optimizer", optimizer);
    }
    training.ifPresent(peak -> out.append(' ').append(peak).append('\n'));
    return out.toString();
  }

  private static void line(StringBuilder out, String what, Memory memory) {
    out.append(" %s params: %s\n".formatted(what, memory));
  }

  private TextTable table(boolean chain) {
    List<String> header = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
    List<Align> align = new ArrayList<>(List.of(Align.LEFT, Align.LEFT, Align.RIGHT));
    List<Double> places =
        new ArrayList<>(chain ? List.of(.45, .80, 1.) : List.of(.3, .56, .74, 1.));
    if (!chain) {
      header.add("Connected to");
      align.add(Align.LEFT);
    }
    if (showTrainable) {
      header.add("Trainable");
      align.add(Align.CENTER);
      places.replaceAll(place -> place * .9);
      places.add(1.);
    }
    int length = lineLength == 0 ? DEFAULT_LENGTH : lineLength;
    int[] widths = new int[places.size()];
    int from = 0;
    for (int i = 0; i < widths.length; i++) {
      int width = (int) (places.get(i) * length) - from;
      widths[i] = width + 2;
      from += width;
    }
    return new TextTable(header, align, widths, length);
  }

  /** Adds a line for each layer; the layers of a model inside follow it, one level deeper. */
  private void add(TextTable table, Outline outline, int level, boolean chain) {
    for (Outline.Part part : outline.parts()) {
      table.add(cells(part, level, chain));
      part.inside().ifPresent(inside -> add(table, inside, level + 1, chain));
    }
  }

  private List<String> cells(Outline.Part part, int level, boolean chain) {
    boolean built = !part.outputs().isEmpty();
    List<String> cells = new ArrayList<>();
    String prefix = level == 0 ? "" : "   ".repeat(level) + "└ ";
    cells.add(prefix + part.name() + " (" + part.type() + ")");
    cells.add(built ? shape(part.outputs()) : "?");
    cells.add(String.format(Locale.ROOT, "%,d", part.parameters()) + (built ? "" : " (unbuilt)"));
    if (!chain) {
      cells.add(
          part.origins().isEmpty()
              ? "-"
              : part.origins().stream()
                  .map(Outline.Origin::toString)
                  .collect(Collectors.joining(", ")));
    }
    if (showTrainable) {
      cells.add(
          switch (part.training()) {
            case NO_WEIGHTS -> "-";
            case FROZEN -> "N";
            case TRAINED -> "Y";
          });
    }
    return cells;
  }

  private static String shape(List<Outline.Port> ports) {
    return ports.size() == 1
        ? ports.getFirst().shape().toString()
        : ports.stream()
            .map(port -> port.shape().toString())
            .collect(Collectors.joining(", ", "[", "]"));
  }

  /** How many numbers, and their bytes. */
  record Memory(long numbers, long bytes) {
    static final Memory NONE = new Memory(0, 0);

    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB");

    static Memory of(Collection<Variable> variables) {
      long numbers = variables.stream().mapToLong(v -> v.shape().size()).sum();
      long bytes = variables.stream().mapToLong(v -> v.storage().byteSize()).sum();
      return new Memory(numbers, bytes);
    }

    Memory plus(Memory other) {
      return new Memory(numbers + other.numbers, bytes + other.bytes);
    }

    @Override
    public String toString() {
      double size = bytes;
      int unit = 0;
      while (size >= 1024 && unit < UNITS.size() - 1) {
        size /= 1024;
        unit++;
      }
      return String.format(Locale.ROOT, "%,d (%.2f %s)", numbers, size, UNITS.get(unit));
    }
  }
}
