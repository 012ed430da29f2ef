package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.FieldSpec.FixedLength;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.LongTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsTest {
  @TempDir Path folder;

  /** File {@code i} has the number {@code i} so many times. */
  private Csv files(int count, int rows) throws IOException {
    for (int i = 1; i <= count; i++) {
      Files.writeString(
          folder.resolve("part-%02d.csv".formatted(i)), "n\n" + (i + "\n").repeat(rows));
    }
    return Csv.of(DataFiles.matching(folder + "/part-*.csv"));
  }

  private static long[] numbers(Batch batch) {
    return ((LongTensor) batch.feature("n")).data();
  }

  private static long[] walk(Dataset data, long pass) {
    return LongStream.of(numbers(first(data, pass))).toArray();
  }

  private static Batch first(Dataset data, long pass) {
    try (var walk = data.batch(1_000_000).iterator(pass)) {
      return walk.next();
    }
  }

  @Test
  void partsInTurnsAsTensorFlowInterleaves() throws IOException {
    // The example in the documentation of tf.data.Dataset.interleave.
    Dataset rows = Shards.of(files(5, 6)).withCycle(2, 4).dataset();

    assertThat(numbers(rows.toBatch()))
        .containsExactly(
            1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 3, 3, 4, 4, 5, 5, 5, 5, 5,
            5);
  }

  @Test
  void oneAfterTheOtherUnlessTheyAreShuffled() throws IOException {
    Csv csv = files(12, 3);

    long[] inOrder = numbers(csv.read());
    Dataset shuffled = Shards.of(csv).withShuffle(1, 42).dataset();

    assertThat(inOrder).isSorted().hasSize(36);
    assertThat(walk(shuffled, 0)).isNotEqualTo(inOrder).isEqualTo(walk(shuffled, 0));
    assertThat(walk(shuffled, 1)).isNotEqualTo(walk(shuffled, 0));
    long[] again = walk(shuffled, 1);
    Arrays.sort(again);
    assertThat(again).isEqualTo(inOrder);
    assertThatThrownBy(() -> shuffled.split(0.5, 1)).hasMessageContaining("split before");
  }

  @Test
  void rowsAreShuffledWithinTheBuffer() throws IOException {
    Csv csv = files(6, 50);
    Dataset parts = Shards.of(csv).withCycle(3, 10).withShuffle(1, 7).dataset();
    Dataset rows = Shards.of(csv).withCycle(3, 10).withShuffle(64, 7).dataset();

    assertThat(walk(rows, 2)).isEqualTo(walk(rows, 2)).isNotEqualTo(walk(parts, 2));
    assertThat(Arrays.stream(walk(rows, 3)).sum()).isEqualTo(50 * 21);
    assertThatThrownBy(() -> Shards.of(csv).withCycle(0, 1)).hasMessageContaining("1 or more");
  }

  @Test
  void recordsAndJsonLinesAlike() throws IOException {
    for (int i = 1; i <= 2; i++) {
      Dataset rows = Dataset.of(Map.of("n", Tensor.of((long) i, i, i)));
      TfExamples.write(rows, "w", folder.resolve(i + ".tfrecord"));
      Files.writeString(folder.resolve(i + ".jsonl"), "{\"n\": %d}\n".formatted(i).repeat(3));
    }
    var spec = ParseSpec.of(Map.of("n", FixedLength.of(DType.INT64)));
    long[] wanted = {1, 1, 2, 2, 1, 2};

    for (Sharded source :
        List.of(
            TfExamples.of(spec, DataFiles.matching(folder + "/*.tfrecord")),
            JsonLines.of(DataFiles.matching(folder + "/*.jsonl")))) {
      assertThat(numbers(Shards.of(source).withCycle(2, 2).dataset().toBatch())).isEqualTo(wanted);
    }
  }

  @Test
  void patternsReachIntoFolders() throws IOException {
    Files.createDirectories(folder.resolve("2024-02/x"));
    Files.createDirectories(folder.resolve("2024-01"));
    for (String name :
        List.of("2024-02/x/1.csv", "2024-02/a.csv", "2024-01/b.csv", "2024-01/c.txt")) {
      Files.writeString(folder.resolve(name), "");
    }

    assertThat(DataFiles.matching(folder + "/2024-??/*.csv"))
        .containsExactly(folder.resolve("2024-01/b.csv"), folder.resolve("2024-02/a.csv"));
    assertThat(DataFiles.matching(folder + "/2024*/**.csv"))
        .containsExactly(
            folder.resolve("2024-01/b.csv"),
            folder.resolve("2024-02/a.csv"),
            folder.resolve("2024-02/x/1.csv"));
    assertThat(DataFiles.named(folder, List.of("2024-01/c.txt", "*/b.csv")))
        .containsExactly(folder.resolve("2024-01/c.txt"), folder.resolve("2024-01/b.csv"));
    assertThatThrownBy(() -> DataFiles.matching(folder + "/*.csv"))
        .hasMessageContaining("no file in " + folder)
        .hasMessageContaining("*.csv");
  }
}
