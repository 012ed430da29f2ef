package dev.inlay.layer;

/** In which form a layer gives categories. */
public enum OutputMode {
  /** Each element's id. */
  INT,
  /** For each element a vector with a one at its id. A last axis of length 1 is left out first. */
  ONE_HOT,
  /** For each sample a vector with ones at the ids that occur in it. */
  MULTI_HOT,
  /** For each sample a vector of how often ids occur in it. */
  COUNT,
  /** Counts, each times its term's inverse document frequency. */
  TF_IDF
}
