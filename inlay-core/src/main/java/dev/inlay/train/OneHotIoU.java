package dev.inlay.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link IoU} for one-hot labels.
 *
 * @param numClasses how many classes there are
 * @param targetClassIds the classes whose mean is taken
 * @param ignoreClass samples of this class don't count; null if all do
 * @param sparseYPred whether predictions are class ids, not a number for each class
 * @param axis the axis of the classes
 */
public record OneHotIoU(
    int numClasses,
    List<Integer> targetClassIds,
    @Nullable Integer ignoreClass,
    boolean sparseYPred,
    int axis)
    implements Metric {
  public OneHotIoU {
    targetClassIds = List.copyOf(targetClassIds);
    ClassOverlap.check(numClasses, targetClassIds);
  }

  /** For predictions with a number for each class. */
  public static OneHotIoU of(int numClasses, Integer... targetClassIds) {
    return new OneHotIoU(numClasses, List.of(targetClassIds), null, false, -1);
  }

  public OneHotIoU withIgnoreClass(int label) {
    return new OneHotIoU(numClasses, targetClassIds, label, sparseYPred, axis);
  }

  public OneHotIoU withSparseYPred(boolean ids) {
    return new OneHotIoU(numClasses, targetClassIds, ignoreClass, ids, axis);
  }

  public OneHotIoU withAxis(int classAxis) {
    return new OneHotIoU(numClasses, targetClassIds, ignoreClass, sparseYPred, classAxis);
  }

  @Override
  public String name() {
    return "one_hot_io_u";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new IoU(numClasses, targetClassIds, ignoreClass, false, sparseYPred, axis).start();
  }
}
