package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * {@link IoU} over all classes, for one-hot labels.
 *
 * @param numClasses how many classes there are
 * @param ignoreClass samples of this class don't count; null if all do
 * @param sparseYPred whether predictions are class ids, not a number for each class
 * @param axis the axis of the classes
 */
public record OneHotMeanIoU(
    int numClasses, @Nullable Integer ignoreClass, boolean sparseYPred, int axis)
    implements Metric {
  public OneHotMeanIoU {
    Settings.positive("classes", numClasses);
  }

  /** For predictions with a number for each class. */
  public static OneHotMeanIoU of(int numClasses) {
    return new OneHotMeanIoU(numClasses, null, false, -1);
  }

  public OneHotMeanIoU withIgnoreClass(int label) {
    return new OneHotMeanIoU(numClasses, label, sparseYPred, axis);
  }

  public OneHotMeanIoU withSparseYPred(boolean ids) {
    return new OneHotMeanIoU(numClasses, ignoreClass, ids, axis);
  }

  public OneHotMeanIoU withAxis(int classAxis) {
    return new OneHotMeanIoU(numClasses, ignoreClass, sparseYPred, classAxis);
  }

  @Override
  public String name() {
    return "one_hot_mean_io_u";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new MeanIoU(numClasses, ignoreClass, false, sparseYPred, axis).start();
  }
}
