package dev.inlay.data;

import dev.inlay.data.ParsedFile.Flaw;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of a {@link Csv}, opened: its header has been read, its rows not yet. */
final class CsvFile implements AutoCloseable {
  private final Csv csv;
  private final Path file;
  private final Blocks blocks;
  private final List<String> header;
  private Blocks.@Nullable Block first;
  private long line = 1;

  CsvFile(Csv csv, Path file) {
    this.csv = csv;
    this.file = file;
    this.blocks =
        new Blocks(TextFile.open(file, csv.format().charset()), new CsvTokens(csv.format()));
    try {
      this.header = begin();
    } catch (IOException e) {
      Closing.close(blocks);
      throw ParsedFile.unread(file, line, e);
    } catch (RuntimeException e) {
      Closing.close(blocks);
      throw e;
    }
  }

  /** The names of the columns. */
  List<String> header() {
    return header;
  }

  /** Skips what stands before the header, and reads that. */
  private List<String> begin() throws IOException {
    int wanted = csv.format().skippedLines();
    int skipped = blocks.skipLines(wanted);
    if (skipped < wanted) {
      throw new IllegalArgumentException(
          "%s: %d lines, and %d are to be skipped".formatted(file, skipped, wanted));
    }
    line += skipped;
    first = blocks.next();
    List<String> given = csv.header();
    if (given != null) {
      return given;
    }
    CsvTokens tokens = new CsvTokens(csv.format());
    while (first != null) {
      tokens.reset(first);
      boolean found = tokens.next();
      long place = line + tokens.line();
      line += tokens.breaks();
      if (found) {
        List<String> names = names(tokens, place);
        first = tokens.rest();
        return names;
      }
      first = blocks.next();
    }
    throw new IllegalArgumentException(file + ": empty; wanted a header line");
  }

  private List<String> names(CsvTokens tokens, long place) {
    String where = "%s:%d".formatted(file, place);
    if (tokens.flaw() != null) {
      throw new IllegalArgumentException("%s: %s".formatted(where, tokens.flaw()));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < tokens.count(); i++) {
      int offset = tokens.offset(i);
      try {
        names.add(TextPool.decode(tokens.buffer(i), offset, tokens.length()).strip());
      } catch (BadCell e) {
        throw new IllegalArgumentException("%s: %s".formatted(where, e.getMessage()), e);
      }
    }
    checkNames(file.toString(), names);
    return List.copyOf(names);
  }

  static void checkNames(String where, List<String> header) {
    var seen = new HashSet<String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: column %d of %d has no name; give it one, or name all columns yourself and skip the header line; names are %s"
                .formatted(where, i + 1, header.size(), header));
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "%s: two columns have the name \"%s\"; rename one, or, if the first line is a row already, name all columns yourself"
                .formatted(where, name));
      }
    }
  }

  /** Shows the first rows to the guesses, by column; gives how many there were. */
  int infer(Map<String, TypeGuess> guesses, int limit) {
    CsvRows rows = new CsvRows(csv.format(), header, guesses, csv.fields().defaults());
    boolean strict = csv.badRows().fails();
    int count = 0;
    try {
      for (var block = block(); block != null && count < limit; block = block()) {
        List<Flaw> flaws = new ArrayList<>();
        rows.reset(block);
        count += rows.fill(limit - count, strict, flaws, _ -> {});
        if (strict && !flaws.isEmpty()) {
          csv.badRows().add(flaws.getFirst().at(file, line));
        }
        line += rows.breaks();
      }
    } catch (IOException e) {
      throw ParsedFile.unread(file, line, e);
    }
    return count;
  }

  /** All rows. */
  Iterator<Batch> rows(Schema schema) {
    return new Chunks(
        new ParsedFile(
            file,
            this::block,
            blocks,
            line,
            csv.badRows(),
            () -> new CsvParser(csv.format(), header, schema, csv.fields().defaults())));
  }

  private Blocks.@Nullable Block block() throws IOException {
    if (first == null) {
      return blocks.next();
    }
    Blocks.Block next = first;
    first = null;
    return next;
  }

  @Override
  public void close() {
    Closing.close(blocks);
  }
}
