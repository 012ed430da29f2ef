package dev.inlay.formats.tensorboard;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.data.Dataset;
import dev.inlay.data.TfRecords;
import dev.inlay.estimator.DnnClassifier;
import dev.inlay.estimator.EvalOptions;
import dev.inlay.estimator.RunConfig;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  private static final Tensor X = Tensor.of(new int[][] {{0}, {1}, {2}, {1}});
  private static final Tensor Y = Tensor.of(1f, 2f, 3f, 4f);

  @TempDir Path logs;

  private final Model model = model();

  private static Model model() {
    Model model =
        Sequential.of(Input.of("id", INT32, 1), Embedding.of(3, 2), Flatten.of(), Dense.of(1));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  /** The events of a folder's files, whose texts can be searched. */
  private static List<String> events(Path folder) throws IOException {
    List<String> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains("tfevents")).toList()) {
        try (TfRecords records = TfRecords.read(file)) {
          records.forEachRemaining(r -> events.add(new String(r, StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return events;
  }

  private static List<String> with(List<String> events, String text) {
    return events.stream().filter(e -> e.contains(text)).toList();
  }

  @Test
  void numbersOfTrainingAndOfValidationGoToFoldersOfTheirOwn() throws IOException {
    Fit fit =
        Fit.epochs(3)
            .withBatchSize(2)
            .withValidationData(X, Y)
            .withCallbacks(TensorBoard.of(logs).withUpdateFreq(1).withHistogramFreq(2));
    model.fit(X, Y, fit);
    List<String> train = events(logs.resolve("train"));
    List<String> validation = events(logs.resolve("validation"));
    assertThat(train.getFirst()).contains("brain.Event:2");
    assertThat(with(train, "epoch_loss")).hasSize(3);
    assertThat(with(train, "epoch_learning_rate")).hasSize(3);
    assertThat(with(train, "batch_loss")).hasSize(6);
    assertThat(with(train, "embedding/embeddings/histogram")).hasSize(2);
    assertThat(with(train, "Total params")).hasSize(1);
    assertThat(with(validation, "epoch_loss")).hasSize(3);
    assertThat(with(validation, "evaluation_loss_vs_iterations")).hasSize(3);
  }

  /** The nodes of an event's graph: the name of each, its op and its inputs. */
  private static Map<String, List<String>> graph(String event) {
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    for (byte[] graph : parts(event.getBytes(StandardCharsets.ISO_8859_1), 4)) {
      for (byte[] node : parts(graph, 1)) {
        List<String> texts = new ArrayList<>(texts(node, 2));
        texts.addAll(texts(node, 3));
        nodes.put(texts(node, 1).getFirst(), texts);
      }
    }
    return nodes;
  }

  private static List<String> texts(byte[] message, int field) {
    return parts(message, field).stream()
        .map(part -> new String(part, StandardCharsets.UTF_8))
        .toList();
  }

  private static List<byte[]> parts(byte[] message, int field) {
    List<byte[]> parts = new ArrayList<>();
    var rest = ByteBuffer.wrap(message);
    while (rest.hasRemaining()) {
      long tag = varint(rest);
      switch ((int) tag & 7) {
        case 0 -> {
          long _ = varint(rest);
        }
        case 1 -> rest.position(rest.position() + Long.BYTES);
        case 2 -> {
          byte[] part = new byte[(int) varint(rest)];
          rest.get(part);
          if (tag >> 3 == field) {
            parts.add(part);
          }
        }
        default -> throw new IllegalArgumentException("tag " + tag);
      }
    }
    return parts;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = from.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  @Test
  void theGraphHasScopesByLayer() throws IOException {
    Symbol x = Input.of("x", FLOAT32, 2);
    Model inner = Sequential.of(Dense.of(3, Activations.RELU)).named("encoder");
    Model outer = Model.of(x, x.to(inner).to(Dense.of(1).named("head")));
    outer.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    Tensor rows = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    outer.fit(rows, Tensor.of(1f, 2f), Fit.epochs(2).withCallbacks(TensorBoard.of(logs)));
    List<Map<String, List<String>>> graphs =
        events(logs.resolve("train")).stream()
            .map(TensorBoardTest::graph)
            .filter(nodes -> !nodes.isEmpty())
            .toList();
    assertThat(graphs).hasSize(1);
    Map<String, List<String>> nodes = graphs.getFirst();
    assertThat(nodes)
        .containsEntry("x", List.of("Placeholder"))
        .containsEntry("encoder/dense/kernel", List.of("VariableV2"))
        .containsEntry("head/bias", List.of("VariableV2"))
        .containsEntry("encoder/dense/MatMul", List.of("MatMul", "x", "encoder/dense/kernel"));
    nodes
        .values()
        .forEach(node -> assertThat(nodes.keySet()).containsAll(node.subList(1, node.size())));
  }

  @Test
  void whatIsNotWantedIsNotWritten() throws IOException {
    var board = TensorBoard.of(logs).withWriteGraph(false).withWriteStepsPerSecond(true);
    model.fit(X, Y, Fit.epochs(2).withCallbacks(board));
    List<String> train = events(logs.resolve("train"));
    assertThat(train).allMatch(event -> graph(event).isEmpty());
    assertThat(with(train, "epoch_steps_per_second")).hasSize(2);
    assertThat(with(train, "batch_loss")).isEmpty();
  }

  @Test
  void tablesAreWrittenForTheProjector() throws IOException {
    var board =
        TensorBoard.of(logs)
            .withProjection("embedding/embeddings", List.of("red", "green\tish", "blue"));
    model.fit(X, Y, Fit.epochs(1).withCallbacks(board));
    assertThat(logs.resolve("projector_config.pbtxt"))
        .content()
        .contains("tensor_path: \"embedding_embeddings.tsv\"")
        .contains("metadata_path: \"embedding_embeddings-labels.tsv\"");
    assertThat(Files.readAllLines(logs.resolve("embedding_embeddings-labels.tsv")))
        .containsExactly("red", "green ish", "blue");
    float[] weights = model.weight("embedding/embeddings").data();
    assertThat(Files.readAllLines(logs.resolve("embedding_embeddings.tsv")))
        .hasSize(3)
        .startsWith(weights[0] + "\t" + weights[1]);
  }

  @Test
  void labelsMustFitTheTable() {
    Fit fit =
        Fit.epochs(1)
            .withCallbacks(
                TensorBoard.of(logs).withProjection("embedding/embeddings", List.of("one")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(X, Y, fit))
        .withMessageContaining("3 rows")
        .withMessageContaining("1 labels");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(logs.resolve("file"), "");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> EventFile.in(file.resolve("below")))
        .withMessageContaining("below");
  }

  /** Training in the model directory, each evaluation below it, as TensorFlow's estimators do. */
  @Test
  void anEstimatorsSummariesAreEvents() throws IOException {
    var columns =
        List.of(EmbeddingColumn.of(CategoricalColumn.identity("id", 3), 2), NumericColumn.of("n"));
    RunConfig config =
        RunConfig.of().withModelDir(logs).withSummaries(EventFile::in).withSaveSummarySteps(2);
    var estimator = DnnClassifier.of(columns, 4).withConfig(config);
    Supplier<Dataset> input =
        () ->
            Dataset.of(
                    Map.of("id", Tensor.of(0, 1, 2, 1), "n", Tensor.of(1f, 2f, 3f, 4f)),
                    Tensor.of(0, 1, 1, 0))
                .repeat()
                .batch(2);
    estimator.train(input, Steps.of(5));
    estimator.evaluate(input, EvalOptions.of().withSteps(2));
    estimator.evaluate(input, EvalOptions.of().withSteps(2).withName("holdout"));

    List<String> train = events(logs);
    assertThat(with(train, "loss")).hasSize(3);
    assertThat(with(train, "global_step/sec")).hasSize(2);
    assertThat(with(train, "dnn/hiddenlayer_0/fraction_of_zero_values")).hasSize(3);
    assertThat(with(train, "histograms")).hasSize(6);
    for (String folder : List.of("eval", "eval_holdout")) {
      List<String> eval = events(logs.resolve(folder));
      for (String tag : List.of("accuracy", "auc", "average_loss", "label/mean")) {
        assertThat(with(eval, "\n" + (char) tag.length() + tag)).hasSize(1);
      }
      assertThat(with(eval, "global_step")).isEmpty();
    }
  }

  /** Against TensorFlow's own bytes: a scalar of 0.5 at step 1, without the time before it. */
  @Test
  void aScalarIsWrittenAsTensorFlowWritesIt() throws IOException {
    try (EventFile file = EventFile.in(logs)) {
      file.scalar("epoch_loss", 1, 0.5);
    }
    byte[] event = events(logs).getLast().getBytes(StandardCharsets.ISO_8859_1);
    String expected =
        "10012a270a250a0a65706f63685f6c6f7373420a080112002a040000003f4a0b0a090a077363616c617273";
    assertThat(HexFormat.of().formatHex(event, 9, event.length)).isEqualTo(expected);
  }
}
