package dev.inlay.cli.run;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.MinimalPrettyPrinter;

/** Where rows of cells go; a cell is a text, a number, or a list of texts. */
sealed interface RowWriter {
  /** Says how the cells of all rows are named. */
  void names(List<String> names) throws IOException;

  /** Writes a row, a cell for each name. */
  void row(List<Object> cells) throws IOException;

  /** Hands on what was written. */
  void flush() throws IOException;

  /**
   * A header line, then a line a row (RFC 4180).
   *
   * @param separator between the texts of a list in one cell
   */
  record Csv(Writer to, String separator) implements RowWriter {
    @Override
    public void names(List<String> names) throws IOException {
      row(List.copyOf(names));
    }

    @Override
    public void row(List<Object> cells) throws IOException {
      for (int i = 0; i < cells.size(); i++) {
        String cell = text(cells.get(i));
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        if (i > 0) {
          to.write(',');
        }
        to.write(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
      }
      to.write('\n');
    }

    private String text(Object cell) {
      return cell instanceof List<?> texts
          ? texts.stream().map(Objects::toString).collect(Collectors.joining(separator))
          : cell.toString();
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }

  /** An object a line. */
  final class JsonLines implements RowWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What stands between objects. */
    private static final ObjectWriteContext LINES =
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return new MinimalPrettyPrinter("");
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        };

    private final JsonGenerator to;
    private List<String> names = List.of();

    JsonLines(Writer to) {
      this.to = FACTORY.createGenerator(LINES, to);
    }

    @Override
    public void names(List<String> all) {
      names = List.copyOf(all);
    }

    @Override
    public void row(List<Object> cells) throws IOException {
      try {
        to.writeStartObject();
        for (int i = 0; i < cells.size(); i++) {
          to.writeName(names.get(i));
          write(cells.get(i));
        }
        to.writeEndObject();
        to.writeRaw('\n');
      } catch (JacksonIOException e) {
        throw e.getCause();
      }
    }

    private void write(Object cell) {
      switch (cell) {
        case Float number -> to.writeNumber(number);
        case Integer number -> to.writeNumber(number);
        case Long number -> to.writeNumber(number);
        case List<?> texts -> {
          to.writeStartArray();
          texts.forEach(text -> to.writeString(text.toString()));
          to.writeEndArray();
        }
        default -> to.writeString(cell.toString());
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        to.flush();
      } catch (JacksonIOException e) {
        throw e.getCause();
      }
    }
  }
}
