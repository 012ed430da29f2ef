package dev.inlay.engine;

import dev.inlay.kernel.Patches;

/** Where the pixels under each window begin in an image: looked up, for they are always alike. */
final class Places {
  private final int[] pixels;
  private final int each;

  Places(Patches p) {
    this.each = p.places();
    this.pixels = new int[p.rows() * each];
    int at = 0;
    for (int z = 0; z < p.depth().windows(); z++) {
      for (int y = 0; y < p.height().windows(); y++) {
        for (int x = 0; x < p.width().windows(); x++) {
          for (int k = 0; k < p.depth().size(); k++) {
            for (int j = 0; j < p.height().size(); j++) {
              for (int i = 0; i < p.width().size(); i++) {
                pixels[at++] = pixel(p, z, y, x, k, j, i);
              }
            }
          }
        }
      }
    }
  }

  private static int pixel(Patches p, int z, int y, int x, int k, int j, int i) {
    int plane = p.depth().pixel(z, k);
    int line = p.height().pixel(y, j);
    int column = p.width().pixel(x, i);
    return plane < 0 || line < 0 || column < 0
        ? -1
        : ((plane * p.height().length() + line) * p.width().length() + column) * p.pixel();
  }

  /** How many pixels a window sees. */
  int each() {
    return each;
  }

  int windows() {
    return pixels.length / each;
  }

  /** The pixel under a place of a window, or -1 beyond the edges. */
  int at(int window, int place) {
    return pixels[window * each + place];
  }

  /** How many pixels of a window lie inside the edges. */
  int inside(int window) {
    int inside = 0;
    for (int i = 0; i < each; i++) {
      inside += at(window, i) < 0 ? 0 : 1;
    }
    return inside;
  }
}
