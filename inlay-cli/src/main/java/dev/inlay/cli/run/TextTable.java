package dev.inlay.cli.run;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with their columns one below the other. */
final class TextTable {
  private static final int WIDEST = 100;

  private final List<List<String>> rows = new ArrayList<>();

  static TextTable of(String... header) {
    TextTable table = new TextTable();
    table.add(header);
    return table;
  }

  void add(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.length() > WIDEST ? cell.substring(0, WIDEST - 1) + "…" : cell);
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append("  ").append(row.get(i)).repeat(' ', widths[i] - row.get(i).length());
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing().indent(0).stripTrailing();
  }
}
