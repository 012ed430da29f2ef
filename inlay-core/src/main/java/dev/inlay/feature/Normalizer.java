package dev.inlay.feature;

/** What is done to a number before a model sees it. */
public sealed interface Normalizer {
  /** Nothing. */
  Normalizer NONE = new None();

  float apply(float value);

  /** {@code (x - mean) / standardDeviation}. */
  static Normalizer zScore(float mean, float standardDeviation) {
    return new ZScore(mean, standardDeviation);
  }

  /** {@code (x - min) / (max - min)}: from 0 to 1 within the range. */
  static Normalizer minMax(float min, float max) {
    return new MinMax(min, max);
  }

  /** {@code log(1 + x)}, for counts and amounts that are 0 or more; below 0 mirrored. */
  static Normalizer log() {
    return new Log();
  }

  /** Any function; a model with one can be used, but not saved. */
  static Normalizer custom(Function function) {
    return new Custom(function);
  }

  /** A function of one number. */
  @FunctionalInterface
  interface Function {
    float apply(float value);
  }

  /** Leaves numbers as they are. */
  record None() implements Normalizer {
    @Override
    public float apply(float value) {
      return value;
    }
  }

  /** To mean 0 and standard deviation 1. */
  record ZScore(float mean, float standardDeviation) implements Normalizer {
    public ZScore {
      if (!(standardDeviation > 0) || !Float.isFinite(standardDeviation) || !Float.isFinite(mean)) {
        throw new IllegalArgumentException(
            "z-score by mean %s and standard deviation %s; both are finite, the deviation above 0"
                .formatted(mean, standardDeviation));
      }
    }

    @Override
    public float apply(float value) {
      return (value - mean) / standardDeviation;
    }
  }

  /** To the range from 0 to 1. */
  record MinMax(float min, float max) implements Normalizer {
    public MinMax {
      if (!(min < max) || !Float.isFinite(max - min)) {
        throw new IllegalArgumentException(
            "a range from %s to %s; the minimum is below the maximum".formatted(min, max));
      }
    }

    @Override
    public float apply(float value) {
      return (value - min) / (max - min);
    }
  }

  /** To the logarithm of one more, with the sign kept. */
  record Log() implements Normalizer {
    @Override
    public float apply(float value) {
      return Math.copySign((float) Math.log1p(Math.abs(value)), value);
    }
  }

  /** By a function of the user's, which can't be written to a file. */
  record Custom(Function function) implements Normalizer {
    @Override
    public float apply(float value) {
      return function.apply(value);
    }
  }
}
