package dev.inlay.feature;

import dev.inlay.graph.Combiner;
import dev.inlay.layer.RandomUniform;
import dev.inlay.layer.WeightOptions;

/** In which form a {@link Feature} leaves a {@link FeatureSpace}. */
public sealed interface FeatureOutput {
  /** Keras's forms. */
  enum Form implements FeatureOutput {
    /** Ids; only where features aren't concatenated. */
    INT,
    /** A vector with a one at each of a row's ids. */
    ONE_HOT,
    /** What the preprocessor gives, which is numbers. */
    FLOAT
  }

  /**
   * A learned vector for each id; a row's vectors are combined into one. A row without any has
   * zeros.
   *
   * @param dimension the length of a vector
   * @param combiner how vectors of one row are combined
   * @param embeddings the table's first values, penalty and constraint
   */
  record Embedding(int dimension, Combiner combiner, WeightOptions embeddings)
      implements FeatureOutput {
    public Embedding {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "an embedding of %d numbers; give 1 or more".formatted(dimension));
      }
    }

    /** The mean of a row's vectors, which begin as Keras's do. */
    public static Embedding of(int dimension) {
      return new Embedding(dimension, Combiner.MEAN, WeightOptions.of(RandomUniform.of()));
    }

    public Embedding withCombiner(Combiner combiner) {
      return new Embedding(dimension, combiner, embeddings);
    }

    public Embedding withEmbeddings(WeightOptions embeddings) {
      return new Embedding(dimension, combiner, embeddings);
    }
  }
}
