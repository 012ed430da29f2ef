package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.ChildJvm;
import dev.inlay.data.Batch;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.Ftrl;
import dev.inlay.train.Lamb;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table that lies in many arrays, as one of more than 2^31 numbers must, is to all who use it
 * what one in a single array is. How large a chunk is, a JVM is told when it starts, so that the
 * program below runs in two.
 */
class ManyChunksTest {
  private static final int ROWS = 5_003;
  private static final int WIDTH = 24;
  private static final int BATCH = 300;

  @Test
  void chunksDontShow(@TempDir Path directory) throws IOException, InterruptedException {
    var here = new ByteArrayOutputStream();
    use(
        Files.createDirectory(directory.resolve("one")),
        new PrintStream(here, true, StandardCharsets.UTF_8),
        1);
    Process process =
        ChildJvm.of(
                ManyChunksTest.class,
                List.of("-Dinlay.table.chunk=2048"),
                Files.createDirectory(directory.resolve("many")))
            .redirectErrorStream(true)
            .start();
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(there).isZero();
    assertThat(there.lines().filter(line -> !line.startsWith("WARNING")))
        .hasSizeGreaterThan(20)
        .containsExactlyElementsOf(here.toString(StandardCharsets.UTF_8).lines().toList());
    // A file has rows, whatever they lay in: what one of them wrote, the other reads.
    assertThat(directory.resolve("many/model.inlay"))
        .hasSameBinaryContentAs(directory.resolve("one/model.inlay"));
  }

  public static void main(String[] args) {
    use(Path.of(args[0]), System.out, 64);
  }

  private static Model model(Optimizer optimizer) {
    Model model =
        Sequential.of(
                Input.of("ids", DType.INT32, 2),
                Embedding.of(ROWS, WIDTH),
                Flatten.of(),
                Dense.of(8, Activations.TANH),
                Dense.of(1))
            .withSeed(3);
    model.compile(optimizer, Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static List<Batch> batches() {
    List<Batch> batches = new ArrayList<>();
    for (int b = 0; b < 4; b++) {
      int[] ids = new int[2 * BATCH];
      float[] labels = new float[BATCH];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (int) (CounterRandom.uniform(b, i) * CounterRandom.uniform(b + 10, i) * ROWS);
        labels[i / 2] = CounterRandom.normal(b + 20, i / 2);
      }
      batches.add(
          Batch.of(
              Map.of("ids", Tensor.of(Shape.of(BATCH, 2), ids)),
              Tensor.of(Shape.of(BATCH, 1), labels)));
    }
    return batches;
  }

  private static void use(Path directory, PrintStream out, int chunks) {
    List<Optimizer> optimizers =
        List.of(
            Adagrad.of(0.1f),
            Adagrad.of(0.1f).withRowwise(true),
            Adam.of(0.01f).withRows(Rows.EXACT),
            Adam.of(0.01f).withRows(Rows.LAZY),
            Adam.of(0.01f).withRows(Rows.DENSE),
            Adam.of(0.01f).withRows(Rows.KERAS_ON_TENSORFLOW),
            Adam.of(0.01f).withWeightDecay(0.1f),
            Adam.of(0.01f).withGlobalClipnorm(0.1f).withEma(0.9f, 0),
            Ftrl.of(0.1f),
            Lamb.of(0.01f));
    for (Optimizer optimizer : optimizers) {
      out.println(optimizer);
      Model model = model(optimizer);
      for (Batch batch : batches()) {
        out.println(model.trainOnBatch(batch));
      }
      Variable table = model.variables().get("embedding/embeddings");
      assertThat(table.values().chunkCount()).isGreaterThanOrEqualTo(chunks);
      Path file = directory.resolve("model.inlay");
      model.save(file);
      Model loaded = Model.load(file);
      out.println(loaded.evaluate(batches().getFirst()));
      out.println(loaded.trainOnBatch(batches().getFirst()));
      float[] all = loaded.weight("embedding/embeddings").data();
      out.println(Arrays.hashCode(all));
      float[] some = loaded.variables().get("embedding/embeddings").read(1_000, 4_001).data();
      assertThat(some).isEqualTo(Arrays.copyOfRange(all, 1_000 * WIDTH, 4_001 * WIDTH));
      loaded.setWeight("embedding/embeddings", Tensor.of(Shape.of(ROWS, WIDTH), all));
      out.println(Arrays.hashCode(loaded.predict(batches().getLast().features()).data()));
    }
  }
}
