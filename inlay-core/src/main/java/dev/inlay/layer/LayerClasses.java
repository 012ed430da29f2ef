package dev.inlay.layer;

/**
 * What a module offers so that saved models may be made of its classes: a service, found on the
 * class path and among modules, that spares users the naming of them. Whoever offers one answers
 * for its classes as for those of the library: a file decides which of them are made.
 */
@FunctionalInterface
public interface LayerClasses {
  /** Knows them. */
  Config config();
}
