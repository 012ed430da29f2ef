package dev.inlay.kernel;

import java.util.Arrays;

/**
 * Convolutions as matrix products: lays out windows over images as rows, and adds rows back. An
 * image is {@code [depth, height, width, channels]}; one with fewer axes of space has {@link
 * Axis#NONE} in the first places. Images lie one behind the other, and windows are counted through
 * all of them, so that few large images and many small ones are cut into pieces of any size.
 *
 * @param depth the first axis of space
 * @param height the second
 * @param width the third, along which pixels are neighbours
 * @param channels how many floats of a pixel are taken
 * @param pixel how many floats a pixel has
 */
public record Patches(Axis depth, Axis height, Axis width, int channels, int pixel) {
  /**
   * Windows along an axis of space.
   *
   * @param length pixels of the image
   * @param size pixels that a window sees
   * @param stride pixels from one window to the next
   * @param dilation pixels from one that a window sees to the next
   * @param before pixels of zeros in front of the image
   * @param windows how many there are
   */
  public record Axis(int length, int size, int stride, int dilation, int before, int windows) {
    /** An axis that isn't there. */
    public static final Axis NONE = new Axis(1, 1, 1, 1, 0, 1);

    /** The pixel under a place of a window, or -1 beyond the edges. */
    public int pixel(int window, int place) {
      int pixel = window * stride + place * dilation - before;
      return pixel < length ? Math.max(pixel, -1) : -1;
    }

    private boolean isIdentity() {
      return size == 1 && stride == 1 && before == 0 && windows == length;
    }
  }

  /** Windows of one image. */
  public int rows() {
    return depth.windows * height.windows * width.windows;
  }

  /** How long a row is: {@code [size…, channels]}. */
  public int rowLength() {
    return places() * channels;
  }

  /** Pixels that a window sees. */
  public int places() {
    return depth.size * height.size * width.size;
  }

  /** Floats in an image. */
  public int imageSize() {
    return depth.length * height.length * width.length * pixel;
  }

  /** Whether each window is just a pixel, in their order: the images are the rows already. */
  public boolean isIdentity() {
    return channels == pixel && depth.isIdentity() && height.isIdentity() && width.isIdentity();
  }

  /**
   * Lays out rows; zeros stand for what is beyond the edges.
   *
   * @param first the first window, counted through all images
   * @param count how many windows
   */
  public void unfold(float[] images, int imagesOff, int first, int count, float[] to, int toOff) {
    int at = toOff;
    for (int row = first; row < first + count; row++) {
      int image = imagesOff + row / rows() * imageSize();
      int x = row % width.windows;
      int y = row / width.windows % height.windows;
      int z = row / width.windows / height.windows % depth.windows;
      for (int k = 0; k < depth.size; k++) {
        int plane = depth.pixel(z, k);
        for (int j = 0; j < height.size; j++) {
          int line = plane < 0 ? -1 : height.pixel(y, j);
          if (line < 0) {
            Arrays.fill(to, at, at + width.size * channels, 0);
          } else {
            int begin = (plane * height.length + line) * width.length;
            unfold(images, image + begin * pixel, x, to, at);
          }
          at += width.size * channels;
        }
      }
    }
  }

  /** Lays out the part of a row that lies on one line of an image. */
  private void unfold(float[] images, int line, int x, float[] to, int toOff) {
    int start = x * width.stride - width.before;
    if (width.dilation == 1 && channels == pixel) {
      int from = Math.clamp(-start, 0, width.size);
      int end = Math.clamp(width.length - start, from, width.size);
      Arrays.fill(to, toOff, toOff + from * channels, 0);
      System.arraycopy(
          images,
          line + (start + from) * pixel,
          to,
          toOff + from * channels,
          (end - from) * channels);
      Arrays.fill(to, toOff + end * channels, toOff + width.size * channels, 0);
      return;
    }
    for (int i = 0; i < width.size; i++) {
      int from = width.pixel(x, i);
      int at = toOff + i * channels;
      if (from < 0) {
        Arrays.fill(to, at, at + channels, 0);
      } else {
        System.arraycopy(images, line + from * pixel, to, at, channels);
      }
    }
  }

  /** Adds rows back to the pixels that they came from: the gradient of {@link #unfold}. */
  public void fold(float[] rows, int rowsOff, int first, int count, float[] images, int imagesOff) {
    int at = rowsOff;
    for (int row = first; row < first + count; row++) {
      int image = imagesOff + row / rows() * imageSize();
      int x = row % width.windows;
      int y = row / width.windows % height.windows;
      int z = row / width.windows / height.windows % depth.windows;
      for (int k = 0; k < depth.size; k++) {
        int plane = depth.pixel(z, k);
        for (int j = 0; j < height.size; j++) {
          int line = plane < 0 ? -1 : height.pixel(y, j);
          if (line >= 0) {
            int begin = (plane * height.length + line) * width.length;
            fold(rows, at, x, images, image + begin * pixel);
          }
          at += width.size * channels;
        }
      }
    }
  }

  private void fold(float[] rows, int rowsOff, int x, float[] images, int line) {
    for (int i = 0; i < width.size; i++) {
      int to = width.pixel(x, i);
      if (to >= 0) {
        add(rows, rowsOff + i * channels, images, line + to * pixel, channels);
      }
    }
  }

  private static void add(float[] from, int fromOff, float[] to, int toOff, int n) {
    for (int i = 0; i < n; i++) {
      to[toOff + i] += from[fromOff + i];
    }
  }
}
