package dev.inlay.train;

import java.util.List;

/**
 * {@link IoU} for labels 0 and 1 and numbers that count as 1 from a threshold on.
 *
 * @param targetClassIds the classes whose mean is taken
 */
public record BinaryIoU(List<Integer> targetClassIds, float threshold) implements Metric {
  public BinaryIoU {
    targetClassIds = List.copyOf(targetClassIds);
    ClassOverlap.check(2, targetClassIds);
  }

  /** For both classes, with a threshold of 0.5. */
  public static BinaryIoU of() {
    return of(0.5f);
  }

  /** For both classes. */
  public static BinaryIoU of(float threshold) {
    return new BinaryIoU(List.of(0, 1), threshold);
  }

  public BinaryIoU withTargetClassIds(Integer... ids) {
    return new BinaryIoU(List.of(ids), threshold);
  }

  @Override
  public String name() {
    return "binary_io_u";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new ClassOverlap(
        2, targetClassIds, null, ClassOverlap.Classes::ids, ClassOverlap.Classes.above(threshold));
  }
}
