package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import dev.inlay.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table made, trained, saved and opened again. */
final class TableWork {
  static final String CREATE = "-create";
  static final String SAVE = "-save";
  static final String OPEN = "-open";

  /** Smaller ones take no time to speak of. */
  private static final long LARGE = 500_000_000;

  private TableWork() {}

  /**
   * Its figures: the time of a step, and if it is large the speed at which it is made and, unless
   * that would take minutes, saved and opened; bytes are those of weights and optimizer's slots.
   */
  static List<Figure> of(Workload workload, double seconds) {
    EmbeddingMlp spec = workload.model();
    long bytes = 2L * Float.BYTES * spec.vocabulary() * spec.dimension();
    List<Figure> figures = new ArrayList<>();
    // Whatever is made and compiled once, is so by a small one.
    EmbeddingMlp small = workload.model().withVocabulary(10_000);
    step(InlayEngine.compiled(small), small, Rows.batches(small, small.batch()).getFirst());

    List<Rows> batches = Rows.batches(spec, spec.batch());
    long start = System.nanoTime();
    Model model = InlayEngine.compiled(spec);
    step(model, spec, batches.getFirst());
    if (bytes >= LARGE) {
      figures.add(speed(workload.name() + CREATE, bytes, start));
    }
    steps(workload, model, batches, seconds, figures);
    if (bytes >= LARGE) {
      figures.addAll(Flatness.of(workload.name(), spec, model, seconds));
    }
    if (bytes >= LARGE && workload.heap() == 0) {
      files(workload, model, bytes, figures);
    }
    return figures;
  }

  private static void steps(
      Workload workload, Model model, List<Rows> batches, double seconds, List<Figure> figures) {
    var next =
        new Runnable() {
          private int at;

          @Override
          public void run() {
            step(model, workload.subject(), batches.get(at++ % batches.size()));
          }
        };
    double[] rates = new Pace(seconds, System::nanoTime).of(next).rates();
    figures.addFirst(Measurement.figure(workload, rates));
  }

  private static void step(Model model, Subject subject, Rows rows) {
    float loss = InlayEngine.step(model, subject, rows);
    if (!Float.isFinite(loss)) {
      throw new IllegalStateException("the loss is " + loss);
    }
  }

  private static void files(Workload workload, Model model, long bytes, List<Figure> figures) {
    try {
      Path folder = Files.createTempDirectory("table");
      Path file = folder.resolve("model");
      try {
        long start = System.nanoTime();
        model.save(file);
        figures.add(speed(workload.name() + SAVE, bytes, start));
        start = System.nanoTime();
        Model opened = Model.load(file);
        figures.add(speed(workload.name() + OPEN, bytes, start));
        if (opened.step() != model.step()) {
          throw new IllegalStateException("a table was opened at another step");
        }
      } finally {
        Starts.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Figure speed(String name, long bytes, long start) {
    return Figure.of(name, Unit.MEMORY_SPEED, bytes / (double) (System.nanoTime() - start));
  }
}
