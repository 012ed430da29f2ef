package dev.inlay.data;

import dev.inlay.data.ParsedFile.Flaw;
import dev.inlay.data.ParsedFile.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes batches of blocks of JSON lines. */
final class JsonBatches implements ParsedFile.Parser, JsonRows.Target {
  private final BatchBuilder builder;
  private final boolean chosen;
  private final JsonRows rows = new JsonRows();

  JsonBatches(JsonLines lines, Schema schema) {
    this.builder = BatchBuilder.of(schema, lines.fields());
    this.chosen = lines.fields().columns() != null;
  }

  @Override
  public Parsed parse(Blocks.Block block, boolean strict) {
    List<Flaw> flaws = new ArrayList<>();
    rows.reset(block);
    rows.fill(this, Integer.MAX_VALUE, strict, flaws);
    return new Parsed(builder.take(), flaws, rows.breaks());
  }

  @Override
  public @Nullable CellSink column(String name) {
    CellSink column = builder.column(name);
    if (column == null && !chosen) {
      throw new BadCell(
          "column \"%s\" was not there in the rows that decided about columns; let more rows decide (withSampleRows), or name the columns to read"
              .formatted(name));
    }
    return column;
  }

  @Override
  public void list(String name) {}

  @Override
  public void endRow() {
    builder.endRow();
  }

  @Override
  public void dropRow() {
    builder.dropRow();
  }
}
