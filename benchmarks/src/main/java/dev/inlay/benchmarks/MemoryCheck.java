package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import dev.inlay.kernel.Kernels;
import dev.inlay.model.Model;
import dev.inlay.model.TrainingMemory;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The memory that training holds after some steps, beside what the model's summary foretells. */
final class MemoryCheck {
  /** Behind the name: what was foretold. */
  static final String FORETOLD = "-foretold";

  /**
   * Until all threads have taken part in steps, and so hold memory of their own: they stand back
   * while loops are rehearsed.
   */
  private static final int STEPS = 20;

  private static final long LONGEST = 60_000_000_000L;

  /** A line on arrays of numbers in the JVM's list of what lies in the heap. */
  private static final Pattern ARRAYS = Pattern.compile("\\d+: +\\d+ +(\\d+) +\\[[FIDJ]\\b.*");

  private MemoryCheck() {}

  static List<Figure> of(Workload workload) {
    Subject subject = workload.subject();
    // Whatever the library makes once is made here, by a model that stays until the end.
    Rows rows = Rows.batches(subject, subject.batch()).getFirst();
    Model other = trained(subject, rows);
    double before = megabytes();
    Model model = trained(subject, rows);
    double held = megabytes() - before;
    if (Math.min(other.step(), model.step()) < STEPS) {
      throw new IllegalStateException("a model has lost its steps");
    }
    TrainingMemory told = model.trainingMemory(subject.batch()).orElseThrow();
    // The batches that a fit reads ahead are not there.
    double foretold = (told.total() - told.data()) / 1e6;
    return List.of(
        Figure.of(workload.name(), Unit.MEGABYTES, held),
        Figure.of(workload.name() + FORETOLD, Unit.MEGABYTES, foretold));
  }

  private static Model trained(Subject subject, Rows rows) {
    Model model = InlayEngine.compiled(subject);
    long start = System.nanoTime();
    for (int shared = 0; shared < STEPS; ) {
      boolean shares = !Kernels.areWarmingUp();
      float loss = InlayEngine.step(model, subject, rows);
      if (!Float.isFinite(loss)) {
        throw new IllegalStateException("the loss is " + loss);
      }
      if (System.nanoTime() - start > LONGEST) {
        throw new IllegalStateException("loops are rehearsed without end");
      }
      shared += shares ? 1 : 0;
    }
    return model;
  }

  /** Megabytes of all arrays of numbers that somebody holds. */
  private static double megabytes() {
    try {
      Object list =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return list.toString()
              .lines()
              .map(line -> ARRAYS.matcher(line.strip()))
              .filter(Matcher::matches)
              .mapToLong(line -> Long.parseLong(line.group(1)))
              .sum()
          / 1e6;
    } catch (JMException e) {
      throw new IllegalStateException("the JVM doesn't tell what lies in its heap", e);
    }
  }
}
