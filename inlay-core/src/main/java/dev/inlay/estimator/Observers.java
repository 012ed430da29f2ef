package dev.inlay.estimator;

import dev.inlay.model.NonFiniteLossException;
import java.util.ArrayList;
import java.util.List;

/** All who take part in a run, told in the order in which they came. */
final class Observers implements AutoCloseable {
  private final List<Hook.Observer> all = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();

  void add(Hook.Observer observer) {
    add(observer, () -> {});
  }

  /** Adds one, and what is to be done when the run is over. */
  void add(Hook.Observer observer, Runnable close) {
    all.add(observer);
    closing.add(observer::close);
    closing.add(close);
  }

  /** Starts hooks, whose observers take part. */
  void start(List<Hook> hooks, RunContext context) {
    for (Hook hook : hooks) {
      add(hook.start(context));
    }
  }

  void begin() {
    all.forEach(Hook.Observer::begin);
  }

  void beforeStep() {
    for (Hook.Observer observer : all) {
      observer.beforeStep();
    }
  }

  void afterStep(double loss) {
    for (Hook.Observer observer : all) {
      observer.afterStep(loss);
    }
  }

  /** Whether somebody lets the run end without an error. */
  boolean notFinite(NonFiniteLossException error) {
    boolean handled = false;
    for (Hook.Observer observer : all) {
      handled |= observer.notFinite(error);
    }
    return handled;
  }

  void end() {
    all.forEach(Hook.Observer::end);
  }

  @Override
  public void close() {
    closing.reversed().forEach(Runnable::run);
  }
}
