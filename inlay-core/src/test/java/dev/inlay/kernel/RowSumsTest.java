package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sums of rows by id against a map. */
class RowSumsTest {
  private static final int WIDTH = 3;
  private static final int STRIDE = 5;

  private final RowSums sums = new RowSums(Kernels.best().lookups());

  /** A batch of ids: the row of place p is p + 0.5, p + 1.5, p + 2.5. */
  private static float[] source(int count) {
    float[] source = new float[1 + count * STRIDE];
    for (int i = 0; i < source.length; i++) {
      source[i] = (i - 1) / STRIDE + (i - 1) % STRIDE + 0.5f;
    }
    return source;
  }

  private static Map<Integer, float[]> model(List<int[]> batches, int part, int parts) {
    Map<Integer, float[]> model = new LinkedHashMap<>();
    for (int[] ids : batches) {
      for (int p = 0; p < ids.length; p++) {
        if (ids[p] >= 0 && RowSums.part(ids[p], parts) == part) {
          float[] row = model.computeIfAbsent(ids[p], _ -> new float[WIDTH]);
          for (int i = 0; i < WIDTH; i++) {
            row[i] += p + i + 0.5f;
          }
        }
      }
    }
    return model;
  }

  private void check(List<int[]> batches, int part, int parts) {
    sums.begin(WIDTH, part, parts);
    for (int[] ids : batches) {
      sums.add(ids, 0, ids.length, null, 0, source(ids.length), 1, STRIDE);
    }
    Map<Integer, float[]> model = model(batches, part, parts);
    assertThat(sums.size()).isEqualTo(model.size());
    int slot = 0;
    for (var row : model.entrySet()) {
      assertThat(sums.ids()[slot]).isEqualTo(row.getKey());
      assertThat(Arrays.copyOfRange(sums.values(), slot * WIDTH, (slot + 1) * WIDTH))
          .isEqualTo(row.getValue());
      slot++;
    }
  }

  @Tag("twin")
  @Seeds(200)
  void equalsAMap(long seed) {
    Random random = new Random(seed);
    int most = random.nextInt(1, 91);
    List<int[]> batches =
        Stream.generate(() -> random.ints(random.nextInt(61), -1, most).toArray())
            .limit(random.nextInt(7))
            .toList();
    int parts = random.nextInt(1, 5);
    for (int part = 0; part < parts; part++) {
      check(batches, part, parts);
    }
  }

  @Tag("twin")
  @Test
  void growsAndIsUsedAgain() {
    int[] many = new int[5_000];
    Arrays.setAll(many, i -> i * 1_024);
    check(List.of(new int[] {5, 5, 9}, many, many), 0, 1);
    check(List.of(new int[] {1_024, 7, 1_024}), 0, 1);
    check(List.of(new int[] {Integer.MAX_VALUE, 0, Integer.MAX_VALUE}), 0, 1);
  }

  @Tag("twin")
  @Test
  void weighsRows() {
    sums.begin(WIDTH, 0, 1);
    sums.add(new int[] {4, 4}, 0, 2, new float[] {9, 2, -1}, 1, source(2), 1, 0);
    assertThat(Arrays.copyOf(sums.values(), WIDTH)).containsExactly(0.5f, 1.5f, 2.5f);
  }
}
