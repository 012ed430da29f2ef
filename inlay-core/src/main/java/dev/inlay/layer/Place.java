package dev.inlay.layer;

/**
 * Where a scope is. A layer that stands in several models has one path, where it was applied first,
 * under which its weights are; {@code here} is where it is applied now.
 */
record Place(String path, String here) {
  Place(String path) {
    this(path, path);
  }

  /** A place below this one. */
  Place at(String name) {
    return new Place(join(path, name), join(here, name));
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
