package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The most that the machine gives, measured in the run whose figures it is held against: by name,
 * the figures of {@link #measured}.
 */
record Limits(Map<String, Figure> figures) {
  /** Multiply-adds of one thread, and of all. */
  static final String ONE_THREAD = "multiply-adds-on-one-core";

  static final String ALL_THREADS = "multiply-adds-on-all-cores";

  /** One thread's time to read as many weights as the layers of C2 have. */
  static final String READ = "read-C2";

  /** New memory made and filled by all threads. */
  static final String FILL = "memory-filled";

  /** A file written and synced; one read that the system has in memory. */
  static final String WRITE = "file-written";

  static final String OPEN = "file-read";

  private static final String NONE = "";
  private static final int CHUNK = 1 << 28;
  private static final int CHUNKS = 4;

  static Limits of(List<Figure> figures) {
    return new Limits(figures.stream().collect(Collectors.toMap(Figure::name, f -> f)));
  }

  /** Measures all of them, which takes some ten seconds. */
  static List<Figure> measured(double seconds) {
    int weights = Math.toIntExact(Workloads.named("C2").subject().products());
    double[] files = files();
    return List.of(
        Figure.of(ONE_THREAD, Unit.FLOPS, Peak.ofOneThread(seconds)),
        Figure.of(ALL_THREADS, Unit.FLOPS, Peak.ofAllThreads(seconds)),
        Figure.of(READ, Unit.ROW_TIME, Peak.microsToRead(weights, seconds / 2)),
        Figure.of(FILL, Unit.MEMORY_SPEED, filled()),
        Figure.of(WRITE, Unit.MEMORY_SPEED, files[0]),
        Figure.of(OPEN, Unit.MEMORY_SPEED, files[1]));
  }

  /** What bounds a figure of a workload, in its unit. */
  Optional<Figure> of(Workload workload, String figure) {
    boolean isMain = figure.equals(workload.name());
    String limit =
        switch (workload.kind()) {
          case TRAIN, ASK_BATCH, PRODUCT ->
              !isMain || !workload.isBoundByProducts()
                  ? NONE
                  : workload.subject() instanceof Product product && product.threads() == 1
                      ? ONE_THREAD
                      : ALL_THREADS;
          case ASK_ONE -> isMain ? READ : NONE;
          case TABLE -> ofTable(figure.substring(workload.name().length()));
          case ASK_ONE_INT8, ASK_THREADS, READ_CSV, FLAT, MEMORY, FIRST_STEP, COMMAND -> NONE;
        };
    Figure found = figures.get(limit);
    if (found == null) {
      return Optional.empty();
    }
    double value =
        workload.unit() == Unit.SAMPLES
            ? found.value() * 1e9 / workload.flopsPerUnit()
            : found.value();
    Unit unit = workload.unit() == Unit.SAMPLES ? Unit.SAMPLES : found.unit();
    return Optional.of(Figure.of(figure, unit, value));
  }

  private static String ofTable(String part) {
    return switch (part) {
      case TableWork.CREATE -> FILL;
      case TableWork.SAVE -> WRITE;
      case TableWork.OPEN -> OPEN;
      default -> NONE;
    };
  }

  private static double filled() {
    double best = 0;
    for (int run = 0; run < 3; run++) {
      long start = System.nanoTime();
      float[][] chunks = new float[CHUNKS][];
      IntStream.range(0, CHUNKS)
          .parallel()
          .forEach(
              c -> {
                chunks[c] = new float[CHUNK / Float.BYTES];
                Arrays.fill(chunks[c], 1);
              });
      best = Math.max(best, (double) CHUNK * CHUNKS / (System.nanoTime() - start));
      if (chunks[0][0] != 1) {
        throw new IllegalStateException("memory that was filled is empty");
      }
    }
    return best;
  }

  /** Writing and reading, in GB/s. */
  private static double[] files() {
    try {
      Path file = Files.createTempFile("limit", ".bin");
      try {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        long start = System.nanoTime();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
          for (int i = 0; i < 512; i++) {
            write(out, buffer.clear());
          }
          out.force(true);
        }
        double written = (512L << 20) / (double) (System.nanoTime() - start);
        double read = 0;
        for (int run = 0; run < 3; run++) {
          start = System.nanoTime();
          try (FileChannel in = FileChannel.open(file)) {
            int count = 0;
            while (count >= 0) {
              count = in.read(buffer.clear());
            }
          }
          read = Math.max(read, (512L << 20) / (double) (System.nanoTime() - start));
        }
        return new double[] {written, read};
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      int written = out.write(buffer);
      if (written < 0) {
        throw new IOException("a file took no more bytes");
      }
    }
  }
}
