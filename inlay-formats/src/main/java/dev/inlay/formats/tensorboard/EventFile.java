package dev.inlay.formats.tensorboard;

import dev.inlay.data.ProtoWriter;
import dev.inlay.data.TfRecords;
import dev.inlay.estimator.SummaryWriter;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file of events that TensorBoard reads (messages: tensorflow/core/util/event.proto and
 * framework/summary.proto). Each event can be read as soon as it is written.
 *
 * <p>An estimator writes its summaries where TensorFlow's does, training in the model directory and
 * evaluations below it, if it is told with what:
 *
 * <pre>{@code
 * var config = RunConfig.of().withModelDir(Path.of("model")).withSummaries(EventFile::in);
 * // tensorboard --logdir model
 * }</pre>
 */
public final class EventFile implements SummaryWriter {
  /** As many as TensorFlow's own summaries have. */
  private static final int BUCKETS = 30;

  private static final int DT_FLOAT = 1;
  private static final int DT_DOUBLE = 2;
  private static final int DT_STRING = 7;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TfRecords.Writer records;

  private EventFile(TfRecords.Writer records) {
    this.records = records;
  }

  /**
   * Begins a file in a folder, which is made if need be; several files of one folder are read as
   * one run.
   *
   * @throws UncheckedIOException if it can't be written
   */
  public static EventFile in(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write events into " + folder, e);
    }
    // The time, for the order of the files; the rest tells files of the same second apart.
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%010d.inlay.%d.%d.v2",
            System.currentTimeMillis() / 1000,
            ProcessHandle.current().pid(),
            NUMBER.getAndIncrement());
    var file = new EventFile(TfRecords.write(folder.resolve(name)));
    file.add(event(0).text(3, "brain.Event:2"));
    return file;
  }

  private static ProtoWriter event(long step) {
    return new ProtoWriter().number(1, System.currentTimeMillis() / 1e3).integer(2, step);
  }

  private void add(ProtoWriter event) {
    records.add(event.bytes());
    records.flush();
  }

  @Override
  public void scalar(String tag, long step, double value) {
    add(tag, step, "scalars", tensor(DT_FLOAT).floats(5, (float) value));
  }

  /** How numbers are distributed at a step; those that aren't finite are left out. */
  @Override
  public void histogram(String tag, long step, FloatTensor numbers) {
    float[] values = numbers.data();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (least > most) {
      return;
    }
    if (least == most) {
      least -= 0.5;
      most += 0.5;
    }
    double width = (most - least) / BUCKETS;
    double[] counts = new double[BUCKETS];
    for (float value : values) {
      if (Float.isFinite(value)) {
        counts[Math.min(BUCKETS - 1, (int) ((value - least) / width))]++;
      }
    }
    var content = ByteBuffer.allocate(BUCKETS * 3 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < BUCKETS; i++) {
      content.putDouble(least + i * width);
      content.putDouble(i == BUCKETS - 1 ? most : least + (i + 1) * width);
      content.putDouble(counts[i]);
    }
    add(tag, step, "histograms", tensor(DT_DOUBLE, BUCKETS, 3).bytes(4, content.array()));
  }

  /** A text at a step, which TensorBoard reads as Markdown. */
  public void text(String tag, long step, String markdown) {
    add(tag, step, "text", tensor(DT_STRING, 1).text(8, markdown));
  }

  /** The graph of all that leads to some values, in scopes by layer. */
  @Override
  public void graph(List<Node> outputs) {
    add(event(0).bytes(4, GraphDef.of(outputs)));
  }

  private static ProtoWriter tensor(int type, int... dims) {
    var shape = new ProtoWriter();
    for (int dim : dims) {
      shape.message(2, new ProtoWriter().integer(1, dim));
    }
    return new ProtoWriter().integer(1, type).message(2, shape);
  }

  private void add(String tag, long step, String plugin, ProtoWriter tensor) {
    var metadata = new ProtoWriter().message(1, new ProtoWriter().text(1, plugin));
    var value = new ProtoWriter().text(1, tag).message(8, tensor).message(9, metadata);
    add(event(step).message(5, new ProtoWriter().message(1, value)));
  }

  @Override
  public void close() {
    records.close();
  }
}
