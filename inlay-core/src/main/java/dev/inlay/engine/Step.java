package dev.inlay.engine;

/** A piece of a plan's work: of one shard, or of the whole batch. It holds no state of a run. */
@FunctionalInterface
interface Step {
  void run(Frame frame);
}
