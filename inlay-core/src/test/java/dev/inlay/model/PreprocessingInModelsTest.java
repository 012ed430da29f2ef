package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT64;
import static dev.inlay.tensor.DType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Dataset;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Discretization;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.GlobalAveragePooling1D;
import dev.inlay.layer.HashedCrossing;
import dev.inlay.layer.Hashing;
import dev.inlay.layer.Input;
import dev.inlay.layer.IntegerLookup;
import dev.inlay.layer.Normalization;
import dev.inlay.layer.OutputMode;
import dev.inlay.layer.StringLookup;
import dev.inlay.layer.TextVectorization;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that read texts and large numbers themselves. */
class PreprocessingInModelsTest {
  private static final Tensor TEXTS =
      Tensor.of("good dog", "bad, BAD fox", "a good fox", "the bad dog", "good", "bad");
  private static final Tensor LABELS = Tensor.of(Shape.of(6, 1), 1f, 0, 1, 0, 1, 0);

  private static Model ofTexts() {
    TextVectorization vectorize = TextVectorization.of().withOutputSequenceLength(4).adapt(TEXTS);
    return Sequential.of(
        vectorize,
        Embedding.of(vectorize.vocabularySize(), 4).withMaskZero(true),
        GlobalAveragePooling1D.of(),
        Dense.of(1, Activations.SIGMOID));
  }

  @Test
  void aSequentialModelReadsTexts(@TempDir Path folder) {
    Model model = ofTexts();
    model.compile(Adam.of(0.1f), Loss.BINARY_CROSSENTROPY);
    History history = model.fit(TEXTS, LABELS, Fit.epochs(30).withBatchSize(4));
    assertThat(history.loss().getLast()).isLessThan(0.1);
    assertThat(model.trainOnBatch(TEXTS, LABELS).get("loss")).isLessThan(0.1);
    assertThat(model.evaluate(TEXTS, LABELS).get("loss")).isLessThan(0.1);
    assertThat(model.predict(Tensor.of("good", "bad")).data()[0]).isGreaterThan(0.5f);

    model.save(folder.resolve("model"));
    Model loaded = Model.load(folder.resolve("model"));
    assertThat(loaded.predict(TEXTS)).isEqualTo(model.predict(TEXTS));
    assertThat(loaded.summary()).contains("TextVectorization", "(None, 4)");
  }

  @Test
  void whatIsMissingIsNamedAsUsersKnowIt() {
    var job = Input.of("job", STRING, 1);
    var age = Input.of("age", FLOAT32, 1);
    var known = StringLookup.of().withVocabulary("cook", "clerk");
    var jobs = job.to(known).to(Embedding.of(3, 2)).to(Flatten.of());
    Model model = Model.of(List.of(job, age), Concatenate.of(jobs, age).to(Dense.of(1)));

    assertThatThrownBy(() -> model.predict(Map.of("job", Tensor.of("cook"))))
        .hasMessage("the model's inputs are [job, age]; [age] missing, got [job]");
  }

  @Test
  void dataSetsAreEncodedOnTheWay() {
    Model model = ofTexts();
    model.compile(Adam.of(0.1f), Loss.BINARY_CROSSENTROPY);
    Model twin = ofTexts();
    twin.compile(Adam.of(0.1f), Loss.BINARY_CROSSENTROPY);
    model.fit(Dataset.of(TEXTS, LABELS).batch(2), Fit.epochs(2));
    twin.fit(TEXTS, LABELS, Fit.epochs(2).withBatchSize(2).withoutShuffle());
    assertThat(model.predict(TEXTS)).isEqualTo(twin.predict(TEXTS));
    assertThat(model.predict(Dataset.of(Map.of("x", TEXTS)))).isEqualTo(twin.predict(TEXTS));
  }

  @Test
  void severalInputsAreLookedUpHashedCrossedAndNormalized() {
    var city = Input.of("city", STRING, 1);
    var id = Input.of("id", INT64, 1);
    var size = Input.of("size", FLOAT32, 2);
    Tensor cities = Tensor.of(new String[][] {{"Oslo"}, {"Bergen"}, {"Rome"}});
    Tensor ids = new Tensor.LongTensor(Shape.of(3, 1), new long[] {1L << 40, 7, 7});
    Tensor sizes = Tensor.of(new float[][] {{1, 10}, {2, 20}, {3, 60}});
    var cityIds = city.to(StringLookup.of().withVocabulary("Oslo", "Bergen"));
    var idIds = id.to(IntegerLookup.of().withVocabulary(7));
    var cross = HashedCrossing.of(16).withOutputMode(OutputMode.ONE_HOT).on(cityIds, idIds);
    var embedded = cityIds.to(Embedding.of(3, 2)).to(Flatten.of());
    var hashed = id.to(Hashing.of(8).withOutputMode(OutputMode.ONE_HOT));
    var normal = size.to(Normalization.of().adapt(sizes));
    // Discretization reads what the model has computed, too.
    var bins = normal.to(Discretization.withBoundaries(0).withOutputMode(OutputMode.MULTI_HOT));
    var all = Concatenate.of(embedded, cross, hashed, normal, bins);
    Model model = Model.of(List.of(city, id, size), all.to(Dense.of(1)));
    Map<String, Value> batch = new LinkedHashMap<>();
    batch.put("city", cities);
    batch.put("id", ids);
    batch.put("size", sizes);
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    model.fit(batch, Tensor.of(1f, 2f, 3f), Fit.epochs(2));
    assertThat(model.predict(batch).shape()).isEqualTo(Shape.of(3, 1));
    assertThat(model.predict(List.of(cities, ids, sizes))).isEqualTo(model.predict(batch));
    assertThat(all.shape()).isEqualTo(Shape.batchOf(2 + 16 + 8 + 2 + 2));
    assertThat(model.summary()).contains("city", "HashedCrossing");
  }

  @Test
  void aModelOfIdsIsUsedWithTexts() {
    var vectorize = TextVectorization.of().withOutputSequenceLength(4).adapt(TEXTS);
    var ids = Input.of("ids", INT64, 4);
    Model inner =
        Model.of(
            ids,
            ids.to(Embedding.of(vectorize.vocabularySize(), 2))
                .to(GlobalAveragePooling1D.of())
                .to(Dense.of(1)));
    Model outer = Sequential.of(vectorize, inner);
    assertThat(outer.predict(TEXTS)).isEqualTo(inner.predict(vectorize.apply(TEXTS)));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertThatThrownBy(() -> Input.of("text", STRING, 1).to(Dense.of(1)))
        .hasMessageStartingWith(
            "layer \"dense\": Cast of texts, input \"text, argument 0\" (None, 1);")
        .hasMessageContaining("TextVectorization, StringLookup or Hashing");
    assertThatThrownBy(() -> Input.of("x", FLOAT32, 2).to(Dense.of(1)).to(Hashing.of(4)))
        .hasMessageContaining("hashing")
        .hasMessageContaining("computed by the model");
    Model model = ofTexts();
    assertThatThrownBy(() -> model.predict(Tensor.of(new float[][] {{1}})))
        .hasMessageContaining("no texts");
    var text = Input.of("text", STRING, 1);
    assertThatThrownBy(() -> text.to(StringLookup.of().withOutputMode(OutputMode.ONE_HOT)))
        .hasMessageContaining("no vocabulary");
    Model lookup = Model.of(text, text.to(StringLookup.of().withVocabulary("a")).to(Dense.of(1)));
    assertThatThrownBy(() -> lookup.predict(Map.of("txt", Tensor.of("a"))))
        .hasMessageContaining("text")
        .hasMessageContaining("txt");
    assertThatThrownBy(() -> lookup.predict(Map.of("text", Tensor.of(1f))))
        .hasMessageContaining("input \"text\" wants texts");
    var strict =
        Model.of(
            text,
            text.to(StringLookup.of().withNumOovIndices(0).withVocabulary("a")).to(Dense.of(1)));
    assertThatThrownBy(() -> strict.predict(Map.of("text", Tensor.of("a", "b"))))
        .hasMessageContaining("layer \"string_lookup\"")
        .hasMessageContaining("\"b\" is not in the vocabulary");
    assertThatThrownBy(
            () ->
                Model.of(text, text.to(StringLookup.of().withVocabulary("a").withInvert(true)))
                    .predict(Map.of("text", Tensor.of("a"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
