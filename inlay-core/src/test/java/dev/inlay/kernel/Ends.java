package dev.inlay.kernel;

/** What loops are told of the steps to come. */
public final class Ends {
  private Ends() {}

  /** Whether it is known how many they are: a loop must have done much to be rehearsed for few. */
  public static boolean areKnown() {
    return Kernels.outlook().enough() > Gate.WORTH;
  }
}
