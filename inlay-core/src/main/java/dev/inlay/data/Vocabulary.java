package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of different terms, texts or whole numbers, whose places are ids. Immutable and found
 * fast.
 */
public final class Vocabulary {
  private static final int MOST_SLOTS = 1 << 30;

  private final DType dtype;
  private final List<String> terms;
  private final String[] texts;
  private final long[] numbers;

  /**
   * A term's hash in the upper half, one more than its place in the lower, where the hash says or
   * behind; 0 where there is none.
   */
  private final long[] slots;

  private Vocabulary(DType dtype, List<String> terms) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a vocabulary has one term or more");
    }
    this.dtype = dtype;
    this.terms = List.copyOf(terms);
    boolean isText = dtype == DType.STRING;
    this.texts = isText ? this.terms.toArray(String[]::new) : new String[0];
    this.numbers = isText ? new long[0] : this.terms.stream().mapToLong(Long::parseLong).toArray();
    // A power of two; half of it is used at most.
    this.slots = new long[Math.min(Integer.highestOneBit(terms.size()), MOST_SLOTS / 4) * 4];
    for (int place = 0; place < terms.size(); place++) {
      int hash = isText ? texts[place].hashCode() : Long.hashCode(numbers[place]);
      int slot = isText ? slot(texts[place]) : slot(numbers[place]);
      if (slots[slot] != 0) {
        throw twice(terms.get(place), place(slot), place);
      }
      slots[slot] = ((long) hash << Integer.SIZE) | (place + 1);
    }
  }

  /**
   * Texts.
   *
   * @throws IllegalArgumentException if there are none, or one stands twice
   */
  public static Vocabulary of(List<String> terms) {
    return new Vocabulary(DType.STRING, terms);
  }

  /**
   * Whole numbers.
   *
   * @throws IllegalArgumentException if there are none, or one stands twice
   */
  public static Vocabulary of(long... terms) {
    return new Vocabulary(DType.INT64, Arrays.stream(terms).mapToObj(Long::toString).toList());
  }

  /**
   * Texts from a file in UTF-8, one a line; or, where its name ends in {@code tfrecord.gz}, from a
   * TFRecord file, one a record.
   *
   * @throws UncheckedIOException if it can't be read
   * @throws IllegalArgumentException if it is empty, not UTF-8, or has a line twice
   */
  public static Vocabulary read(Path file) {
    return of(lines(file));
  }

  /**
   * The first {@code size} lines or records of a file as texts.
   *
   * @throws IllegalArgumentException if it has fewer lines, or one of them twice
   */
  public static Vocabulary read(Path file, int size) {
    List<String> lines = lines(file);
    if (size < 1 || size > lines.size()) {
      throw new IllegalArgumentException(
          "%s has %d lines, wanted a vocabulary of %d".formatted(file, lines.size(), size));
    }
    return of(lines.subList(0, size));
  }

  private static List<String> lines(Path file) {
    return file.toString().endsWith("tfrecord.gz") ? records(file) : textLines(file);
  }

  private static List<String> textLines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(
          "%s is not UTF-8; save the vocabulary in UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the vocabulary %s can't be read".formatted(file), e);
    }
  }

  /** Each record is a term as it stands. */
  private static List<String> records(Path file) {
    List<String> terms = new ArrayList<>();
    try (var records = TfRecords.read(file)) {
      while (records.hasNext()) {
        terms.add(UTF_8.newDecoder().decode(ByteBuffer.wrap(records.next())).toString());
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "%s, record %,d is not UTF-8; save the vocabulary in UTF-8".formatted(file, terms.size()),
          e);
    }
    return terms;
  }

  /** The same terms read as whole numbers. */
  public Vocabulary asNumbers() {
    long[] parsed = new long[size()];
    for (int i = 0; i < parsed.length; i++) {
      try {
        parsed[i] = Long.parseLong(terms.get(i).strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "term %d of the vocabulary, \"%s\", is no whole number".formatted(i, terms.get(i)), e);
      }
    }
    return of(parsed);
  }

  /** {@code STRING} or {@code INT64}. */
  public DType dtype() {
    return dtype;
  }

  public int size() {
    return terms.size();
  }

  /** All terms in order; numbers in decimal. */
  public List<String> terms() {
    return terms;
  }

  /** All terms in order, as texts or as {@code Long}s. */
  public List<?> values() {
    return dtype == DType.STRING ? terms : terms.stream().map(Long::valueOf).toList();
  }

  /** A text's place, or -1. */
  public int indexOf(String text) {
    return texts.length == 0 ? -1 : place(slot(text));
  }

  /** A number's place, or -1. */
  public int indexOf(long number) {
    return numbers.length == 0 ? -1 : place(slot(number));
  }

  /** Which term stands in a slot; -1 for none. */
  private int place(int slot) {
    return (int) slots[slot] - 1;
  }

  /** Where a text stands, or would. */
  private int slot(String text) {
    int hash = text.hashCode();
    int slot = firstSlot(hash);
    while (slots[slot] != 0 && !(isOf(hash, slot) && texts[place(slot)].equals(text))) {
      slot = next(slot);
    }
    return slot;
  }

  private int slot(long number) {
    int slot = firstSlot(number);
    while (slots[slot] != 0 && numbers[place(slot)] != number) {
      slot = next(slot);
    }
    return slot;
  }

  private boolean isOf(int hash, int slot) {
    return (int) (slots[slot] >> Integer.SIZE) == hash;
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** The first slot to look into: the upper bits of a product with the golden ratio (Knuth). */
  private int firstSlot(long hash) {
    int bits = Integer.numberOfTrailingZeros(slots.length);
    return (int) ((hash * Words.GOLDEN) >>> (Long.SIZE - bits));
  }

  private static IllegalArgumentException twice(String term, int first, int second) {
    return new IllegalArgumentException(
        "the vocabulary has \"%s\" twice, at places %d and %d; terms are unique"
            .formatted(term, first, second));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Vocabulary v && dtype == v.dtype && terms.equals(v.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    return terms.size() <= 5
        ? terms.toString()
        : "%d terms %s…".formatted(size(), terms.subList(0, 5));
  }
}
