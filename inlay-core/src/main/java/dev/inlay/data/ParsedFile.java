package dev.inlay.data;

import dev.inlay.data.BadRows.BadRow;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The rows of a text file, block by block; several blocks are parsed at the same time. */
final class ParsedFile implements Chunks.Source {
  /** Where blocks come from. */
  @FunctionalInterface
  interface Source {
    /** The next one, or null at the end. */
    Blocks.@Nullable Block next() throws IOException;
  }

  /** What makes rows of blocks, one block at a time. */
  interface Parser {
    /**
     * The rows of a block.
     *
     * @param strict whether to stop at the first row that can't be read
     */
    Parsed parse(Blocks.Block block, boolean strict);
  }

  /**
   * A block's rows.
   *
   * @param rows null if there are none
   * @param breaks how many line breaks the block has
   */
  record Parsed(@Nullable Batch rows, List<Flaw> flaws, int breaks) {}

  /**
   * A row that can't be read.
   *
   * @param breaks how many line breaks stand before it in the block
   */
  record Flaw(int breaks, String reason, String row) {
    BadRow at(Path file, long firstLine) {
      return new BadRow("%s:%d".formatted(file, firstLine + breaks), reason, row);
    }
  }

  private final Path file;
  private final Blocks blocks;
  private final BadRows badRows;
  private final Queue<Parser> idle = new ConcurrentLinkedQueue<>();
  private final Ordered<Blocks.Block, Parsed> parsed;
  private List<Flaw> flaws = List.of();
  private long flawsLine;
  private long line;

  /**
   * @param source of the blocks that are left
   * @param blocks is closed at the end
   * @param line on which the first one begins
   */
  ParsedFile(
      Path file,
      Source source,
      Blocks blocks,
      long line,
      BadRows badRows,
      Supplier<Parser> parsers) {
    this.file = file;
    this.blocks = blocks;
    this.line = line;
    this.badRows = badRows;
    this.parsed = new Ordered<>(() -> block(source), block -> parse(block, parsers));
  }

  private static Blocks.@Nullable Block block(Source source) {
    try {
      return source.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Parsed parse(Blocks.Block block, Supplier<Parser> parsers) {
    Parser known = idle.poll();
    Parser parser = known == null ? parsers.get() : known;
    Parsed result = parser.parse(block, badRows.fails());
    idle.add(parser);
    return result;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      // Bad rows are told of after the good ones of their block have been taken.
      for (Flaw flaw : flaws) {
        badRows.add(flaw.at(file, flawsLine));
      }
      Parsed next = block();
      if (next == null) {
        flaws = List.of();
        return null;
      }
      flaws = next.flaws();
      flawsLine = line;
      line += next.breaks();
      if (next.rows() != null) {
        return next.rows();
      }
    }
  }

  private @Nullable Parsed block() {
    try {
      return parsed.next();
    } catch (UncheckedIOException e) {
      throw unread(file, line, Objects.requireNonNull(e.getCause()));
    }
  }

  /** What to say where reading fails. */
  static RuntimeException unread(Path file, long line, IOException e) {
    if (e instanceof CharacterCodingException) {
      return new IllegalArgumentException(
          "%s:%d: this line or a later one is not in the encoding of the format; save the file in UTF-8, or give its charset"
              .formatted(file, line),
          e);
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return new IllegalArgumentException(
          "%s:%d: what gzip has packed is damaged or cut short behind this line (%s); fetch the file again"
              .formatted(file, line, e.getMessage()),
          e);
    }
    return new UncheckedIOException(
        "%s:%d: can't be read on: %s".formatted(file, line, e.getMessage()), e);
  }

  @Override
  public void close() {
    Closing.close(blocks);
  }
}
