package dev.inlay.train;

import java.util.Map;

/**
 * Measures the averages that an optimizer keeps of the weights ({@code Options.withEma}), in place
 * of the weights: they change places before each validation and back after it.
 *
 * @param swapOnEpoch whether they also change places from the end of each epoch to the beginning of
 *     the next one, so that callbacks given after this one see, and save, the averages
 */
public record SwapEMAWeights(boolean swapOnEpoch) implements Callback {
  /** In validation alone. */
  public static SwapEMAWeights of() {
    return new SwapEMAWeights(false);
  }

  public SwapEMAWeights withSwapOnEpoch(boolean swap) {
    return new SwapEMAWeights(swap);
  }

  @Override
  public Observer start(Training training) {
    return new Observer() {
      private boolean swapped;

      private void swap(boolean toAverages) {
        if (swapped != toAverages) {
          training.swapAverages();
          swapped = toAverages;
        }
      }

      @Override
      public void epochBegin(int epoch) {
        swap(false);
      }

      @Override
      public void testBegin() {
        swap(true);
      }

      @Override
      public void testEnd(Map<String, Double> logs) {
        swap(false);
      }

      @Override
      public void epochEnd(int epoch, Map<String, Double> logs) {
        swap(swapOnEpoch);
      }
    };
  }
}
