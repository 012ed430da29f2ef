package dev.inlay.graph;

/** How the embeddings of one row's ids become one: TensorFlow's three combiners. */
public enum Combiner {
  /** Σ wᵢ eᵢ. */
  SUM,
  /** Σ wᵢ eᵢ / Σ wᵢ. */
  MEAN,
  /** Σ wᵢ eᵢ / √Σ wᵢ². */
  SQRTN
}
