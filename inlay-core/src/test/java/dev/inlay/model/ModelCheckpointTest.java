package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.layer.Add;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that goes on from a checkpoint does as if it had never stopped. */
class ModelCheckpointTest {
  private static final IntTensor IDS = Tensor.of(new int[][] {{0}, {2}, {2}, {4}});
  private static final FloatTensor Y = Tensor.of(1f, 2, 3, 4);

  @TempDir Path directory;

  private static Model model() {
    var model =
        Sequential.of(
            Input.of("x", DType.INT32, 1),
            Embedding.of(5, 3),
            Flatten.of(),
            Dropout.of(0.2),
            Dense.of(1));
    model.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  @Test
  void goesOnWhereItWas() {
    Model whole = model();
    for (int i = 0; i < 6; i++) {
      whole.trainOnBatch(IDS, Y);
    }
    Model begun = model();
    for (int i = 0; i < 3; i++) {
      begun.trainOnBatch(IDS, Y);
    }
    Path file = directory.resolve("checkpoint");
    begun.checkpoint(Map.of("by", "test")).write(file);

    Model resumed = model();
    try (var reader = CheckpointReader.open(file)) {
      assertThat(reader.notes()).containsEntry("by", "test");
      resumed.restore(reader);
    }
    assertThat(resumed.step()).isEqualTo(3);
    assertThat(resumed.weights()).isEqualTo(begun.weights());
    for (int i = 0; i < 3; i++) {
      resumed.trainOnBatch(IDS, Y);
    }

    assertThat(resumed.step()).isEqualTo(6);
    assertThat(resumed.weights()).isEqualTo(whole.weights());
  }

  @Test
  void modelsInModelsKeepTheirSlotsApart() {
    var left = Sequential.of(Input.of("a", DType.FLOAT32, 1), Dense.of(1)).named("left");
    var right = Sequential.of(Input.of("b", DType.FLOAT32, 1), Dense.of(1)).named("right");
    var x = Input.of("x", DType.FLOAT32, 1);
    Model both = Model.of(x, Add.of(x.to(left), x.to(right)));
    both.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);

    assertThat(both.checkpoint(Map.of()).entries())
        .extracting(entry -> entry.name())
        .contains("adam/left/dense/kernel/momentum", "adam/right/dense/kernel/momentum");
  }

  @Test
  void anotherModelsCheckpointChangesNothing() {
    Path file = directory.resolve("checkpoint");
    Model other = Sequential.of(Input.of("x", DType.FLOAT32, 1), Dense.of(1));
    other.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    other.checkpoint(Map.of()).write(file);
    Model model = model();
    var before = model.weights();

    try (var reader = CheckpointReader.open(file)) {
      assertThatThrownBy(() -> model.restore(reader))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("embedding/embeddings");
    }

    assertThat(model.weights()).isEqualTo(before);
    assertThat(List.of(model.step())).containsExactly(0);
  }
}
