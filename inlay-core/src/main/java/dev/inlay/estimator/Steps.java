package dev.inlay.estimator;

/** How far training goes, at most: it also ends where the data ends. */
public sealed interface Steps {
  /** As far as the data goes. */
  Steps UNTIL_DATA_ENDS = new UntilDataEnds();

  /** The step after which training ends, for an estimator that has made {@code present} steps. */
  long end(long present);

  /**
   * So many steps more.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  static Steps of(long more) {
    return new More(more);
  }

  /**
   * Up to so many steps in the estimator's life: nothing is done if they are made already, so that
   * a program which was stopped can simply be run again.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  static Steps max(long total) {
    return new UpTo(total);
  }

  /** See {@link #of}. */
  record More(long steps) implements Steps {
    public More {
      positive("steps", steps);
    }

    @Override
    public long end(long present) {
      return present + steps;
    }
  }

  /** See {@link #max}. */
  record UpTo(long maxSteps) implements Steps {
    public UpTo {
      positive("max steps", maxSteps);
    }

    @Override
    public long end(long present) {
      return maxSteps;
    }
  }

  /** See {@link #UNTIL_DATA_ENDS}. */
  record UntilDataEnds() implements Steps {
    @Override
    public long end(long present) {
      return Long.MAX_VALUE;
    }
  }

  private static void positive(String what, long n) {
    if (n < 1) {
      throw new IllegalArgumentException("%s: %d; give 1 or more".formatted(what, n));
    }
  }
}
