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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of different terms, texts or whole numbers, whose places are ids. Immutable and found
 * fast.
 */
public final class Vocabulary {
  private final DType dtype;
  private final List<String> terms;
  private final Map<String, Integer> texts;
  private final long[] numbers;
  private final int[] places;

  private Vocabulary(DType dtype, List<String> terms) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a vocabulary has one term or more");
    }
    this.dtype = dtype;
    this.terms = List.copyOf(terms);
    boolean isText = dtype == DType.STRING;
    this.texts = isText ? index(this.terms) : Map.of();
    this.numbers = isText ? new long[0] : new long[terms.size()];
    this.places = new int[numbers.length];
    if (!isText) {
      indexNumbers();
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
    Integer place = texts.get(text);
    return place == null ? -1 : place;
  }

  /** A number's place, or -1. */
  public int indexOf(long number) {
    int at = Arrays.binarySearch(numbers, number);
    return at < 0 ? -1 : places[at];
  }

  private static Map<String, Integer> index(List<String> terms) {
    Map<String, Integer> index = HashMap.newHashMap(terms.size());
    for (int i = 0; i < terms.size(); i++) {
      Integer before = index.putIfAbsent(terms.get(i), i);
      if (before != null) {
        throw twice(terms.get(i), before, i);
      }
    }
    return index;
  }

  private void indexNumbers() {
    var order = new ArrayList<Integer>(numbers.length);
    long[] inOrder = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      inOrder[i] = Long.parseLong(terms.get(i));
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> inOrder[i]));
    for (int i = 0; i < numbers.length; i++) {
      places[i] = order.get(i);
      numbers[i] = inOrder[places[i]];
      if (i > 0 && numbers[i] == numbers[i - 1]) {
        throw twice(terms.get(places[i]), places[i - 1], places[i]);
      }
    }
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
