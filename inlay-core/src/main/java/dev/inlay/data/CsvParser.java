package dev.inlay.data;

import dev.inlay.data.ParsedFile.Flaw;
import dev.inlay.data.ParsedFile.Parsed;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes batches of blocks of separated values. */
final class CsvParser implements ParsedFile.Parser {
  private final Map<String, CellColumn> columns = new LinkedHashMap<>();
  private final CsvRows rows;

  CsvParser(CsvFormat format, List<String> header, Schema schema, Map<String, String> defaults) {
    schema.types().forEach((name, type) -> columns.put(name, CellColumn.of(type)));
    rows = new CsvRows(format, header, columns, defaults);
  }

  @Override
  public Parsed parse(Blocks.Block block, boolean strict) {
    List<Flaw> flaws = new ArrayList<>();
    rows.reset(block);
    int count =
        rows.fill(
            Integer.MAX_VALUE,
            strict,
            flaws,
            kept -> columns.values().forEach(column -> column.truncate(kept)));
    Map<String, Value> values = new LinkedHashMap<>();
    columns.forEach((name, column) -> values.put(name, column.take()));
    return new Parsed(count == 0 ? null : Batch.of(values), flaws, rows.breaks());
  }
}
