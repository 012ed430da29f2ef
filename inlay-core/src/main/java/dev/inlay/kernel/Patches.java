package dev.inlay.kernel;

import java.util.Arrays;

/**
 * Convolutions as matrix products: lays out each window of an image as one row, and adds rows back.
 * An image is {@code [height, width, channels]}; a sequence is an image of height 1.
 *
 * @param height of the image
 * @param width of the image
 * @param channels of the image
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param dilationHeight rows from one row of the window to the next
 * @param dilationWidth columns from one column of the window to the next
 * @param top rows of zeros before the image
 * @param left columns of zeros before the image
 * @param outHeight windows in a column
 * @param outWidth windows in a row
 */
public record Patches(
    int height,
    int width,
    int channels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int top,
    int left,
    int outHeight,
    int outWidth) {

  /** The patches of a sequence. */
  public static Patches of(
      int length, int channels, int kernel, int stride, int dilation, int before, int out) {
    return new Patches(1, length, channels, 1, kernel, 1, stride, 1, dilation, 0, before, 1, out);
  }

  /** How many rows one image gives. */
  public int rows() {
    return outHeight * outWidth;
  }

  /** How long a row is: {@code [kernelHeight, kernelWidth, channels]}. */
  public int rowLength() {
    return kernelHeight * kernelWidth * channels;
  }

  /** Lays out the rows of one image; zeros stand for what is beyond its edges. */
  public void unfold(float[] image, int imageOff, float[] rows, int rowsOff) {
    int to = rowsOff;
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        for (int i = 0; i < kernelHeight; i++) {
          for (int j = 0; j < kernelWidth; j++) {
            int from = pixel(y, x, i, j);
            if (from < 0) {
              Arrays.fill(rows, to, to + channels, 0);
            } else {
              System.arraycopy(image, imageOff + from, rows, to, channels);
            }
            to += channels;
          }
        }
      }
    }
  }

  /** Adds rows back to the pixels that they came from: the gradient of {@link #unfold}. */
  public void fold(float[] rows, int rowsOff, float[] image, int imageOff) {
    int from = rowsOff;
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        for (int i = 0; i < kernelHeight; i++) {
          for (int j = 0; j < kernelWidth; j++) {
            int to = pixel(y, x, i, j);
            if (to >= 0) {
              for (int c = 0; c < channels; c++) {
                image[imageOff + to + c] += rows[from + c];
              }
            }
            from += channels;
          }
        }
      }
    }
  }

  /** Where the pixel under a place of a window begins, or -1 if it is beyond the edges. */
  public int pixel(int y, int x, int i, int j) {
    int row = y * strideHeight + i * dilationHeight - top;
    int column = x * strideWidth + j * dilationWidth - left;
    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? (row * width + column) * channels : -1;
  }
}
