package dev.inlay.formats.keras;

import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.layer.KerasQuantization;
import dev.inlay.layer.Quantization;
import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Keras keeps the weights of layers that are quantized: biases before scales, two numbers of 4
 * bits in a byte, and for blocks an array more, the block of each place.
 */
final class QuantizedArrays {
  /** Stands for an array that says for each place which block it is in. */
  static final String BLOCKS = "";

  private QuantizedArrays() {}

  /** Whether a layer, or the one that it applies to each step, holds its weights in 4 bits. */
  static boolean areOf4Bits(KerasObject layer) {
    Quantization how = scheme(layer);
    return how != null && how.bits() == 4;
  }

  /** How a layer, or the one that it applies to each step, is quantized; null if it isn't. */
  static @Nullable Quantization scheme(KerasObject layer) {
    Quantization how = KerasQuantization.of(layer.config());
    Object inner = layer.config().get("layer");
    return how == null && KerasObject.is(inner) ? scheme(KerasObject.of(inner, "a layer")) : how;
  }

  /** The weights of a layer in the order in which Keras keeps them. */
  static List<String> inOrder(List<String> paths) {
    if (paths.stream().noneMatch(path -> path.matches(".*/(kernel|embeddings)_scale"))) {
      return paths;
    }
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (String path : paths) {
      parts
          .computeIfAbsent(path.substring(0, path.lastIndexOf('/') + 1), _ -> new ArrayList<>())
          .add(path);
    }
    List<String> ordered = new ArrayList<>();
    parts.forEach(
        (part, own) -> {
          if (own.remove(part + "kernel_scale")) {
            own.add(part + "kernel_scale");
          }
          String zero = own.contains(part + "kernel_zero") ? "kernel_zero" : "embeddings_zero";
          if (zero.startsWith("kernel")) {
            own.remove(part + zero);
            own.add(part + zero);
          }
          int at = own.indexOf(part + zero);
          if (at >= 0) {
            own.add(at + 1, BLOCKS);
          }
          ordered.addAll(own);
        });
    return ordered;
  }

  /**
   * The block of each place along the axis that is summed over, which Keras keeps.
   *
   * @param path of the whole numbers
   */
  static Table blocks(KerasObject layer, String path, Shape shape) {
    Quantization how = scheme(layer);
    int size = how == null ? 1 : Math.max(1, how.blockSize());
    var blocks = new Table(1, shape.dim(path.endsWith("/embeddings") ? 1 : 0));
    blocks.fill(place -> (float) Math.floorDiv(place, size));
    return blocks;
  }

  /** The axis along which two numbers of 4 bits share a byte. */
  static int packedAxis(String path) {
    return path.endsWith("/reverse_embeddings") ? 0 : 1;
  }

  /** The shape of a matrix whose numbers share bytes. */
  static Shape packed(String path, Shape shape) {
    int axis = packedAxis(path);
    return shape.withDim(axis, (shape.dim(axis) + 1) / 2);
  }

  /** Reads a matrix of 4 bits: the first of two numbers is in the lower bits. */
  static void unpack(Dataset from, String path, Shape shape, Bytes to) {
    Shape packedShape = packed(path, shape);
    var packed = new Bytes(packedShape.dim(0), packedShape.dim(1));
    from.read(packed);
    int axis = packedAxis(path);
    int width = shape.dim(1);
    for (int row = 0; row < shape.dim(0); row++) {
      for (int column = 0; column < width; column++) {
        int place = axis == 0 ? row : column;
        int at = axis == 0 ? row / 2 * width + column : row * packedShape.dim(1) + column / 2;
        int two = packed.array()[at];
        to.array()[row * width + column] = (byte) (place % 2 == 0 ? two << 28 >> 28 : two >> 4);
      }
    }
  }

  /** A matrix of 4 bits as Keras keeps it. */
  static Bytes packed(Bytes numbers, String path, Shape shape) {
    Shape packedShape = packed(path, shape);
    var packed = new Bytes(packedShape.dim(0), packedShape.dim(1));
    int axis = packedAxis(path);
    int width = shape.dim(1);
    for (int row = 0; row < shape.dim(0); row++) {
      for (int column = 0; column < width; column++) {
        int place = axis == 0 ? row : column;
        int at = axis == 0 ? row / 2 * width + column : row * packedShape.dim(1) + column / 2;
        int number = numbers.array()[row * width + column] & 15;
        packed.array()[at] |= (byte) (place % 2 == 0 ? number : number << 4);
      }
    }
    return packed;
  }
}
