package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.Seeds;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  /** Rows 0 to n - 1, whose label is the row's number too. */
  static Dataset numbers(int n) {
    IntTensor x = Tensor.of(IntStream.range(0, n).toArray());
    return Dataset.of(Map.of("x", x), x.toFloats());
  }

  /** The values of x, batch by batch; checks on the way that labels kept to their rows. */
  static List<List<Integer>> walk(Dataset data) {
    var batches = new ArrayList<List<Integer>>();
    for (Batch batch : data) {
      batches.add(values(batch));
    }
    return batches;
  }

  static List<Integer> values(Batch batch) {
    int[] x = ((IntTensor) batch.feature("x")).data();
    float[] y = ((FloatTensor) batch.label()).data();
    for (int i = 0; i < x.length; i++) {
      assertThat(y[i]).isEqualTo(x[i]);
    }
    return Arrays.stream(x).boxed().toList();
  }

  static List<Integer> flat(Dataset data) {
    return walk(data).stream().flatMap(List::stream).toList();
  }

  @Test
  void repeatedRowsAreBatchedAcrossRepetitions() {
    var data =
        Dataset.of(Map.of("category_id", Tensor.of(1, 5, 10)), Tensor.of(10f, 20f, 30f))
            .repeat()
            .batch(2);

    var walk = data.iterator();

    assertThat(walk.next().feature("category_id")).isEqualTo(Tensor.of(1, 5));
    assertThat(walk.next().feature("category_id")).isEqualTo(Tensor.of(10, 1));
    assertThat(walk.next().label()).isEqualTo(Tensor.of(20f, 30f));
    assertThat(data.isInfinite()).isTrue();
  }

  @Test
  void theLastBatchIsSmallerOrDropped() {
    assertThat(walk(numbers(5).batch(2))).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
    assertThat(walk(numbers(5).batch(2, true))).containsExactly(List.of(0, 1), List.of(2, 3));
    assertThat(numbers(5).batch(2).cardinality()).hasValue(3);
    assertThat(numbers(5).batch(2, true).cardinality()).hasValue(2);
  }

  @Test
  void rowsAreWalkedOneByOne() {
    assertThat(walk(numbers(3))).containsExactly(List.of(0), List.of(1), List.of(2));
  }

  @Test
  void takeAndSkipCountRowsBeforeBatchAndBatchesAfter() {
    assertThat(flat(numbers(10).skip(2).take(3))).containsExactly(2, 3, 4);
    assertThat(walk(numbers(10).batch(2).skip(1).take(2)))
        .containsExactly(List.of(2, 3), List.of(4, 5));
    assertThat(flat(numbers(3).repeat().skip(4).take(4))).containsExactly(1, 2, 0, 1);
  }

  @Test
  void unbatchedRowsCanBeBatchedAnew() {
    assertThat(walk(numbers(5).batch(2).unbatch().batch(3)))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4));
    assertThatThrownBy(() -> numbers(5).batch(2).batch(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unbatch()");
  }

  @Test
  void filterKeepsRowsInBatchesToo() {
    assertThat(flat(numbers(6).filter(row -> row.number("x") % 2 == 0))).containsExactly(0, 2, 4);
    assertThat(walk(numbers(6).batch(2).filter(row -> row.number("x") > 2)))
        .containsExactly(List.of(3), List.of(4, 5));
  }

  /** Squares numbers, and counts how often it is asked for how many. */
  private static final class Squares implements RowMap {
    final List<Integer> few = new ArrayList<>();
    final List<Integer> all = new ArrayList<>();

    @Override
    public Batch apply(Batch rows) {
      few.add(rows.rows());
      return squared(rows);
    }

    @Override
    public Batch all(Batch rows) {
      all.add(rows.rows());
      return squared(rows);
    }

    private static Batch squared(Batch rows) {
      int[] x = ((IntTensor) rows.feature("x")).data();
      return rows.withFeature("y", Tensor.of(Arrays.stream(x).map(v -> v * v).toArray()));
    }
  }

  @Test
  void mapRowsGivesWhatMapDoes() {
    Dataset rows = numbers(10).filter(row -> row.number("x") != 3).shuffle(5).batch(4).skip(1);
    var squares = new Squares();
    Dataset mapped = rows.mapRows(squares);
    for (int pass = 0; pass < 2; pass++) {
      var expected = rows.map(Squares::squared).iterator(pass);
      mapped.iterator(pass).forEachRemaining(b -> assertThat(b).isEqualTo(expected.next()));
      assertThat(expected.hasNext()).isFalse();
    }
    assertThat(squares.few).isEmpty();
    assertThat(squares.all).isNotEmpty().containsOnly(10);
  }

  @Test
  void mapRowsIsGivenBatchesOfRowsThatPassBy() {
    Batch rows = numbers(6).toBatch();
    var squares = new Squares();
    Dataset data = Dataset.ofChunks(() -> List.of(rows).iterator()).batch(4).mapRows(squares);
    assertThat(data.toBatch()).isEqualTo(Squares.squared(rows));
    assertThat(squares.few).containsExactly(4, 2);
    assertThat(squares.all).isEmpty();
  }

  @Test
  void mapChangesColumns() {
    var doubled =
        numbers(3)
            .map(
                batch -> {
                  int[] x = ((IntTensor) batch.feature("x")).data().clone();
                  return batch.withFeature(
                      "twice", Tensor.of(Arrays.stream(x).map(v -> 2 * v).toArray()));
                })
            .batch(3);

    assertThat(doubled.iterator().next().feature("twice")).isEqualTo(Tensor.of(0, 2, 4));
  }

  @Seeds(200)
  void shuffleIsAPermutationAndRepeatable(long seed) {
    Random random = new Random(seed);
    int n = random.nextInt(61);
    int buffer = random.nextInt(1, 71);
    int chunk = random.nextInt(1, 10);
    Dataset rows = numbers(n).batch(chunk).unbatch().shuffle(buffer, seed);
    Dataset again = numbers(n).batch(chunk).unbatch().shuffle(buffer, seed);

    List<Integer> first = flat(rows);

    assertThat(first).containsExactlyInAnyOrderElementsOf(flat(numbers(n)));
    assertThat(flat(again)).isEqualTo(first);
    assertThat(flat(again)).isEqualTo(flat(rows));
    for (int place = 0; place < n; place++) {
      assertThat(first.get(place)).isLessThan(place + buffer);
    }
  }

  @Test
  void eachWalkIsShuffledAnew() {
    Dataset rows = numbers(50).shuffle(7).batch(50);

    List<Integer> first = flat(rows);
    List<Integer> second = flat(rows);

    assertThat(second).isNotEqualTo(first);
    assertThat(values(rows.iterator(0).next())).isEqualTo(first);
    assertThat(values(rows.iterator(1).next())).isEqualTo(second);
    assertThat(walk(numbers(50).shuffle(7).repeat(2).batch(50))).containsExactly(first, second);
  }

  @Test
  void batchesAreShuffledWhole() {
    var shuffled = walk(numbers(100).batch(10).shuffle(4, 1));

    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(walk(numbers(100).batch(10)));
    assertThat(shuffled).isNotEqualTo(walk(numbers(100).batch(10)));
  }

  @Seeds(100)
  void splitsAreDisjointAndExact(long seed) {
    Random random = new Random(seed);
    int n = random.nextInt(81);
    int percent = random.nextInt(101);
    var split = numbers(n).split(percent / 100.0, seed);

    List<Integer> first = flat(split.first());
    List<Integer> second = flat(split.second());

    assertThat(first).hasSize((int) Math.round(n * (percent / 100.0)));
    assertThat(split.second().cardinality()).hasValue(second.size());
    assertThat(first).isSorted();
    var all = new ArrayList<>(first);
    all.addAll(second);
    assertThat(all).containsExactlyInAnyOrderElementsOf(flat(numbers(n)));
    assertThat(flat(split.first())).isEqualTo(first);
  }

  @Test
  void splitOfUnknownLengthIsAbout() {
    var split = numbers(1000).filter(_ -> true).split(0.3, 5);

    assertThat(flat(split.first())).hasSizeBetween(240, 360);
    assertThat(flat(split.first()).size() + flat(split.second()).size()).isEqualTo(1000);
  }

  @Test
  void everyNthRowAndShards() {
    var split = numbers(7).splitEvery(3);

    assertThat(flat(split.second())).containsExactly(0, 3, 6);
    assertThat(flat(split.first())).containsExactly(1, 2, 4, 5);
    assertThat(split.second().cardinality()).hasValue(3);
    assertThat(flat(numbers(7).shard(3, 1))).containsExactly(1, 4);
    assertThat(numbers(7).shard(3, 1).cardinality()).hasValue(2);
  }

  @Test
  void shuffledRowsAreNotSplit() {
    assertThatThrownBy(() -> numbers(9).shuffle(1).split(0.5, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("split before you shuffle");
  }

  @Test
  void repeatingNothingEnds() {
    assertThat(flat(numbers(3).filter(_ -> false).repeat())).isEmpty();
    assertThat(flat(numbers(3).repeat(0))).isEmpty();
    assertThat(flat(numbers(2).repeat(2))).containsExactly(0, 1, 0, 1);
    assertThat(numbers(2).repeat(2).cardinality()).hasValue(4);
  }

  @Test
  void columnsOfRecords() {
    record Bird(String name, int wings, Double weight, long id, boolean flies, String[] colours) {}

    Batch batch =
        Dataset.ofRecords(
                List.of(
                    new Bird("owl", 2, 1.5, 7L, true, new String[] {"brown", "white"}),
                    new Bird(null, 2, null, 8L, false, new String[0])),
                Bird.class)
            .withLabel("flies")
            .toBatch();

    Map<String, Value> wanted = new LinkedHashMap<>();
    wanted.put("name", Tensor.of("owl", ""));
    wanted.put("wings", Tensor.of(2, 2));
    wanted.put("weight", Tensor.of(1.5f, Float.NaN));
    wanted.put("id", Tensor.of(7L, 8L));
    wanted.put("colours", Ragged.of(new String[] {"brown", "white"}, new String[0]));
    assertThat(batch).isEqualTo(Batch.of(wanted, Tensor.of(1, 0)));
  }

  @Test
  void columnsOfMaps() {
    Batch batch = Dataset.ofMaps(List.of(Map.of("a", 1, "b", "x"), Map.of("b", "y"))).toBatch();

    assertThat(batch.features()).isEqualTo(Map.of("a", Tensor.of(1, -1), "b", Tensor.of("x", "y")));
    assertThatThrownBy(() -> Dataset.ofMaps(List.of(Map.of("a", 1), Map.of("a", "no"))))
        .hasMessage("column \"a\", row 1: no (String) is not a whole number");
    assertThatThrownBy(() -> Dataset.ofMaps(List.of(Map.of("a", 1), Map.of("c", 1))))
        .hasMessageContaining("row 1 has \"c\"");
  }
}
