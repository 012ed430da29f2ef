package dev.inlay.train;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows how a fit goes on, as Keras does: a bar that grows on a terminal, one line for each epoch
 * elsewhere.
 */
public final class ProgressBar implements Callback {
  private final Appendable out;
  private final boolean terminal;
  private final LongSupplier nanoTime;

  private ProgressBar(Appendable out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** Writes to what is the process's standard output: a bar if that is a terminal. */
  public static ProgressBar of(Appendable standardOutput) {
    return new ProgressBar(standardOutput, isTerminal(), System::nanoTime);
  }

  @SuppressWarnings("SystemConsoleNull") // null where the JDK has no module for consoles
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** A bar that is drawn again and again on one line. */
  public static ProgressBar bar(Appendable terminal) {
    return new ProgressBar(terminal, true, System::nanoTime);
  }

  /** One line for each epoch. */
  public static ProgressBar lines(Appendable out) {
    return new ProgressBar(out, false, System::nanoTime);
  }

  /** With a clock of its own, for tests. */
  ProgressBar withClock(LongSupplier clock) {
    return new ProgressBar(out, terminal, clock);
  }

  @Override
  public Observer start(Training training) {
    return new Fit(training);
  }

  /** Shows an evaluation, which is no part of a fit. */
  public Observer evaluation(int steps) {
    return new Evaluation(steps);
  }

  private ProgressLine line(int steps) {
    return new ProgressLine(terminal, steps, nanoTime);
  }

  private void write(String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      out.append(text);
      if (out instanceof java.io.Flushable stream) {
        stream.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't show progress", e);
    }
  }

  private final class Fit implements Observer {
    private final Training training;
    private ProgressLine line = line(-1);

    Fit(Training training) {
      this.training = training;
    }

    @Override
    public void epochBegin(int epoch) {
      if (training.epochs() > 1) {
        write("Epoch %d/%d\n".formatted(epoch + 1, training.epochs()));
      }
      line = line(training.steps());
    }

    @Override
    public void batchEnd(int batch, Map<String, Double> logs) {
      write(line.update(batch + 1, logs));
    }

    @Override
    public void epochEnd(int epoch, Map<String, Double> logs) {
      write(line.finish(logs));
    }
  }

  private final class Evaluation implements Observer {
    private final ProgressLine line;

    Evaluation(int steps) {
      line = line(steps);
    }

    @Override
    public void testBatchEnd(int batch, Map<String, Double> logs) {
      write(line.update(batch + 1, logs));
    }

    @Override
    public void testEnd(Map<String, Double> logs) {
      write(line.finish(logs));
    }
  }
}
