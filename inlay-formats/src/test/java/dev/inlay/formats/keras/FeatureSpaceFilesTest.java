package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.Feature;
import dev.inlay.feature.FeatureSpace;
import dev.inlay.feature.Missing;
import dev.inlay.formats.DamagedFileException;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of {@code FeatureSpace.save()}; what they give as models is with all others in {@link
 * KerasFilesTest}, what is written in {@link KerasWriterTest}.
 */
class FeatureSpaceFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"feature_space_all_kinds", "feature_space_by_name", "feature_space_given"})
  void isReadAndWrittenAsItIs(String name) {
    FeatureSpace space = Keras.loadFeatureSpace(Recorded.of(name).file());
    Path file = folder.resolve("again.keras");

    Keras.save(space, file);

    assertThat(Keras.loadFeatureSpace(file)).isEqualTo(space);
  }

  @Test
  void encodesColumnsAsKeras() {
    Recorded recorded = Recorded.of("feature_space_all_kinds");
    FeatureSpace space = Keras.loadFeatureSpace(recorded.file());

    var encoded = (FloatTensor) space.apply(recorded.inputs()).get(FeatureSpace.VECTOR);

    KerasFilesTest.close("vector", encoded, recorded.outputs().getFirst().toFloats());
  }

  @Test
  void aSpaceMadeHereIsWrittenWithWhatItLearned() {
    FeatureSpace space =
        FeatureSpace.of(
                Map.of("age", Feature.floatNormalized(), "city", Feature.stringCategorical()))
            .adapt(
                Dataset.of(
                    Batch.of(Map.of("age", Tensor.of(1f, 3f), "city", Tensor.of("a", "b")))));
    Path file = folder.resolve("space.keras");

    Keras.save(space, file);

    Map<String, Tensor> row = Map.of("age", Tensor.of(3f), "city", Tensor.of("b"));
    assertThat(Keras.loadFeatureSpace(file).apply(row)).isEqualTo(space.apply(row));
  }

  @Test
  void whatKerasDoesNotHaveIsNamed() {
    Path file = folder.resolve("none.keras");
    for (Feature feature :
        List.of(
            Feature.stringHashed(8).withEmbedding(2),
            Feature.stringHashed(8).withMultiValued(true),
            Feature.plainFloat().withMissing(Missing.Rule.ZERO))) {
      FeatureSpace space = FeatureSpace.of(Map.of("tags", feature));

      assertThatThrownBy(() -> Keras.save(space, file))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("feature \"tags\"");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void anH5FileHoldsNone() {
    Path file = folder.resolve("space.h5");
    var model = Keras.load(Recorded.of("feature_space_given").file());

    assertThatThrownBy(() -> Keras.save(model, file)).hasMessageContaining("save a .keras file");
    assertThat(file).doesNotExist();
  }

  @Test
  void aModelIsNoFeatureSpace() {
    assertThatThrownBy(() -> Keras.loadFeatureSpace(Recorded.of("fitted_adam").file()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("holds a model and no feature space");
  }
}
