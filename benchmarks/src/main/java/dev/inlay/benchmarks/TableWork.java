package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import dev.inlay.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table made, trained, saved and opened again. Each speed stands beside what the memory or the
 * disk gives just then.
 */
final class TableWork {
  private static final String CREATE = "-create";
  private static final String SAVE = "-save";
  private static final String OPEN = "-open";

  /** What would take longer to save, as the disk is, is not saved. */
  private static final double LONGEST_SECONDS = 60;

  private final String name;
  private final EmbeddingMlp spec;
  private final long bytes;
  private final List<Figure> figures = new ArrayList<>();

  private TableWork(Workload workload) {
    this.name = workload.name();
    this.spec = workload.model();
    this.bytes = 2L * Float.BYTES * spec.vocabulary() * spec.dimension();
  }

  /**
   * Its figures: the time of a step, and the speeds at which it is made and, if the disk has room
   * and isn't too slow, saved and opened; bytes are those of weights and optimizer's slots.
   */
  static List<Figure> of(Workload workload, double seconds) {
    // Whatever is made and compiled once, is so by a small one.
    EmbeddingMlp small = workload.model().withVocabulary(10_000);
    step(InlayEngine.compiled(small), small, batch(small));
    var work = new TableWork(workload);
    try {
      Path folder = Files.createTempDirectory("table");
      try {
        Path file = folder.resolve("model");
        long step = work.saved(folder, file, seconds);
        if (Files.exists(file)) {
          work.open(file, step);
        }
      } finally {
        Starts.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return work.figures;
  }

  /** Makes, trains and saves one, of which at most the folder's file is left; gives its step. */
  private long saved(Path folder, Path file, double seconds) throws IOException {
    Rows batch = batch(spec);
    double before = Storage.filled();
    long start = System.nanoTime();
    Model model = InlayEngine.compiled(spec);
    step(model, spec, batch);
    long taken = System.nanoTime() - start;
    // Some of the memory may be had faster than the rest.
    add(CREATE, taken, 2 / (1 / before + 1 / Storage.filled()));
    figures.addAll(Flatness.of(name, spec, model, seconds));
    double limit = Storage.written(folder);
    boolean hasRoom = Files.getFileStore(folder).getUsableSpace() > 2 * bytes;
    if (hasRoom && bytes < limit * 1e9 * LONGEST_SECONDS) {
      start = System.nanoTime();
      model.save(file);
      add(SAVE, System.nanoTime() - start, limit);
    }
    return model.step();
  }

  /** Opens one, in memory that this process has had before. */
  private void open(Path file, long step) throws IOException {
    System.gc();
    double limit = Storage.read(file);
    long start = System.nanoTime();
    Model opened = Model.load(file);
    add(OPEN, System.nanoTime() - start, limit);
    if (opened.step() != step) {
      throw new IllegalStateException("a table was opened at another step");
    }
  }

  private void add(String what, long nanos, double limit) {
    double speed = bytes / (double) nanos;
    figures.add(Figure.of(name + what, Unit.MEMORY_SPEED, speed));
    figures.add(Figure.of(name + what, Unit.MEMORY_SPEED, limit).asLimit());
  }

  private static Rows batch(EmbeddingMlp spec) {
    return Rows.batches(spec, spec.batch()).getFirst();
  }

  private static void step(Model model, EmbeddingMlp spec, Rows batch) {
    float loss = InlayEngine.step(model, spec, batch);
    if (!Float.isFinite(loss)) {
      throw new IllegalStateException("the loss is " + loss);
    }
  }
}
