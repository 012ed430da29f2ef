package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.graph.Variable;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBlockTest {
  private static final int ROWS = 200;

  /** Counts in one slot how often an element moves, and in another what its row has moved by. */
  private record Counting(int width) implements UpdateRule {
    @Override
    public int slots() {
      return 2;
    }

    @Override
    public void update(
        float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
      for (int i = 0; i < n; i++) {
        w[at + i] -= hyper[0] * g[from + i];
        slots[0][at + i] += 1;
        slots[1][(at + i) / width] += g[from + i];
      }
    }
  }

  /** Short rows, and long ones, the last of which don't fill vectors. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 63, 64, 70, 128})
  void movesTheRowsSummedAndNoOthers(int width) {
    var variable = new Variable("table", Shape.of(ROWS, width), true);
    Table values = variable.values();
    values.fill(i -> (float) Math.sin(i));
    Table times = values.beside(width);
    Table moved = values.beside(1);
    var entry =
        Slots.Entry.of(
            variable,
            new Counting(width),
            Slots.Sparse.LAZY,
            List.of(times, moved),
            new float[] {0.5f});
    RowSums sums = sums(width);

    new RowBlock(entry).move(sums, frame());

    for (int row = 0; row < ROWS; row++) {
      int place = List.of(boxed(sums)).indexOf(row);
      float all = 0;
      for (int c = 0; c < width; c++) {
        float g = place < 0 ? 0 : sums.values()[place * width + c];
        float before = (float) Math.sin((long) row * width + c);
        all += g;
        assertThat(values.at(row, c)).isEqualTo(before - 0.5f * g);
        assertThat(times.at(row, c)).isEqualTo(place < 0 ? 0 : 1);
      }
      assertThat(moved.at(row, 0)).isEqualTo(all);
    }
  }

  private static Frame frame() {
    return new Frame(new Memory(new Layout(List.of(), 0), 0, List.of(), 0), Kernels.best());
  }

  private static Integer[] boxed(RowSums sums) {
    Integer[] ids = new Integer[sums.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = sums.ids()[i];
    }
    return ids;
  }

  /** More rows than are moved at once, in no order; some come twice. */
  private static RowSums sums(int width) {
    int[] ids = new int[90];
    float[] gradients = new float[ids.length * width];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 37 % 101;
    }
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = (float) Math.cos(i);
    }
    var sums = new RowSums(Kernels.best().lookups());
    sums.begin(width, 0, 1);
    sums.add(ids, 0, ids.length, null, 0, gradients, 0, width);
    return sums;
  }
}
