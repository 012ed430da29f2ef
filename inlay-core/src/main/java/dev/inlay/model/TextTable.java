package dev.inlay.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in box-drawing characters, with a heavy head and a line between rows. */
final class TextTable {
  /** Where a cell's text stands. */
  enum Align {
    LEFT,
    RIGHT,
    CENTER
  }

  private final List<String> header;
  private final List<Align> align;
  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param widths of the cells, a space on either side included; cut evenly if they don't go into
   *     the line
   * @param lineLength of all of it, borders included
   */
  TextTable(List<String> header, List<Align> align, int[] widths, int lineLength) {
    this.header = header;
    this.align = align;
    this.widths = fit(widths, lineLength - widths.length - 1);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  /** Takes what is too much off all widths, the same of each but for rounding (half to even). */
  private static int[] fit(int[] widths, int room) {
    int[] fitted = widths.clone();
    int excess = Arrays.stream(widths).sum() - room;
    for (int i = 0; i < fitted.length && excess > 0; i++) {
      int cut = (int) Math.rint((double) excess / (fitted.length - i));
      fitted[i] -= cut;
      excess -= cut;
    }
    return fitted;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    line(out, "┏", "━", "┳", "┓");
    cells(out, header, "┃");
    line(out, "┡", "━", "╇", "┩");
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        line(out, "├", "─", "┼", "┤");
      }
      cells(out, rows.get(i), "│");
    }
    line(out, "└", "─", "┴", "┘");
    return out.toString();
  }

  private void line(StringBuilder out, String left, String fill, String between, String right) {
    out.append(
            Arrays.stream(widths)
                .mapToObj(fill::repeat)
                .collect(Collectors.joining(between, left, right)))
        .append('\n');
  }

  private void cells(StringBuilder out, List<String> cells, String border) {
    List<List<String>> wrapped =
        IntStream.range(0, widths.length).mapToObj(i -> wrap(cells.get(i), widths[i] - 2)).toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < widths.length; i++) {
        String text = y < wrapped.get(i).size() ? wrapped.get(i).get(y) : "";
        out.append(border).append(' ').append(place(text, widths[i] - 2, align.get(i))).append(' ');
      }
      out.append(border).append('\n');
    }
  }

  private static String place(String text, int width, Align align) {
    int space = Math.max(0, width - text.length());
    int before =
        switch (align) {
          case LEFT -> 0;
          case RIGHT -> space;
          case CENTER -> space / 2;
        };
    return " ".repeat(before) + text + " ".repeat(space - before);
  }

  /** Lines of at most {@code width} characters, broken at spaces where there are any. */
  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split("(?<= )", -1)) {
      if (line.length() + word.stripTrailing().length() > width && !line.isEmpty()) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(word);
      while (line.toString().stripTrailing().length() > width) {
        lines.add(line.substring(0, width));
        line.delete(0, width);
      }
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
