package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.FieldSpec.FixedLength;
import dev.inlay.data.FieldSpec.VariableLength;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file was written by TensorFlow: {@code src/test/python/records.py}. */
class TfExamplesTest {
  private static final Path FILE = Path.of("src/test/resources/records/examples.tfrecord");
  private static final ParseSpec SPEC = spec(FixedLength.of(DType.FLOAT32, 1).withDefaultValue(-1));

  @TempDir private Path folder;

  private static ParseSpec spec(FieldSpec age) {
    Map<String, FieldSpec> features = new LinkedHashMap<>();
    features.put("age", age);
    features.put("job", new VariableLength(DType.STRING));
    features.put("id", new VariableLength(DType.INT64));
    return ParseSpec.of(features).withLabel("y", FixedLength.of(DType.INT64)).withWeights("w");
  }

  @Test
  void examplesOfTensorFlow() {
    Batch rows = TfExamples.of(SPEC, FILE).read().toBatch();

    assertThat(rows.feature("age")).isEqualTo(Tensor.of(new float[][] {{39}, {17.5f}, {-1}}));
    assertThat(rows.feature("job"))
        .isEqualTo(Ragged.of(new String[] {"Sales", "märlo"}, new String[] {}, new String[] {""}));
    assertThat(rows.feature("id"))
        .isEqualTo(new Ragged(Tensor.of(7, -1, 1L << 40, -(1L << 62)), new int[] {0, 3, 3, 4}));
    assertThat(rows.label("y")).isEqualTo(Tensor.of(1L, 0, 1));
    assertThat(rows.sampleWeights()).isNotNull();
    assertThat(rows.sampleWeights().data()).containsExactly(0.5f, 1, 2);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Path copy = folder.resolve("copy.tfrecord.gz");
    Batch rows = TfExamples.of(SPEC, FILE).read().toBatch();

    long count = TfExamples.write(Dataset.of(rows).batch(2), "w", copy);

    assertThat(count).isEqualTo(3);
    assertThat(TfExamples.of(SPEC, copy, copy).read().take(3).toBatch()).isEqualTo(rows);
    assertThat(TfExamples.of(SPEC, copy, copy).read().batch(4).iterator().next().rows())
        .isEqualTo(4);
  }

  @Test
  void wholeNumbersOf32BitsAndMatricesToo() {
    Path file = folder.resolve("x.tfrecord");
    Map<String, Value> columns =
        Map.of("i", Tensor.of(3, -4), "m", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    TfExamples.write(Dataset.of(columns), "", file);

    var spec =
        ParseSpec.of(
            Map.of(
                "i", FixedLength.of(DType.INT64),
                "m", FixedLength.of(DType.FLOAT32, 2, 1)));
    Batch rows = TfExamples.of(spec, file).read().toBatch();

    assertThat(rows.feature("i")).isEqualTo(Tensor.of(3L, -4));
    assertThat(rows.feature("m")).isEqualTo(Tensor.of(Shape.of(2, 2, 1), 1f, 2, 3, 4));
  }

  @Test
  void whatDoesNotSuitIsNamedWithItsPlace() {
    assertThatThrownBy(
            () -> TfExamples.of(spec(FixedLength.of(DType.FLOAT32, 1)), FILE).read().toBatch())
        .hasMessage(
            FILE + ", record 2: field \"age\" is missing and has no default value; give it one");
    assertThatThrownBy(
            () -> TfExamples.of(spec(new VariableLength(DType.STRING)), FILE).read().toBatch())
        .hasMessageContaining("record 0: field \"age\" holds FLOAT32, wanted STRING");
    assertThatThrownBy(
            () -> TfExamples.of(spec(FixedLength.of(DType.FLOAT32, 2)), FILE).read().toBatch())
        .hasMessageContaining("field \"age\" has 1 values, wanted shape (2,)");
    assertThatThrownBy(() -> TfExamples.parse(SPEC, List.of(new byte[] {10, 99})))
        .hasMessageContaining("example 0: a part of 99 bytes where 0 are left");
    assertThatThrownBy(() -> TfExamples.of(SPEC)).hasMessageContaining("no files");
  }

  @Test
  void badRowsMayBeLeftOut() {
    List<BadRows.BadRow> notes = new ArrayList<>();
    BadRows policy = BadRows.collect(notes::add);
    var examples = TfExamples.of(spec(FixedLength.of(DType.FLOAT32, 1)), FILE).withBadRows(policy);

    Batch rows = examples.read().toBatch();

    assertThat(rows.label("y")).isEqualTo(Tensor.of(1L, 0));
    assertThat(rows.feature("job"))
        .isEqualTo(Ragged.of(new String[] {"Sales", "märlo"}, new String[0]));
    assertThat(policy.count()).isEqualTo(1);
    assertThat(notes).singleElement().asString().contains("record 2: field \"age\" is missing");
    assertThat(TfExamples.of(SPEC, FILE).withBadRows(BadRows.skip()).read().toBatch().rows())
        .isEqualTo(3);
  }
}
