package dev.inlay.kernel;

/**
 * Steps that are going to be made. While some job is open, loops in vectors are rehearsed for what
 * it will gain from them; see {@link Kernels#job}. For one thread.
 */
public final class Job implements AutoCloseable {
  private final Outlook outlook;
  private final long steps;
  private long made;

  /** Steps that will have been made at the next look; each look doubles them. */
  private long ahead = 1;

  Job(Outlook outlook, long steps) {
    this.outlook = outlook;
    this.steps = steps;
  }

  /** A step is made. */
  public void step() {
    made++;
    if (made == ahead) {
      outlook.ahead(this, 2 * made);
    }
  }

  /** No more steps are made, whatever was said. */
  @Override
  public void close() {
    outlook.end(this);
  }

  long ahead() {
    return ahead;
  }

  void ahead(long more) {
    ahead = more;
  }

  long steps() {
    return steps;
  }

  long made() {
    return made;
  }
}
