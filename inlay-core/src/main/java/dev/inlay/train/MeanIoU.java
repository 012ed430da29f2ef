package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * {@link IoU} over all classes.
 *
 * @param numClasses how many classes there are
 * @param ignoreClass samples with this label don't count; null if all do
 * @param sparseYTrue whether labels are class ids, not one-hot
 * @param sparseYPred whether predictions are class ids, not a number for each class
 * @param axis the axis of the classes where there is a number for each
 */
public record MeanIoU(
    int numClasses,
    @Nullable Integer ignoreClass,
    boolean sparseYTrue,
    boolean sparseYPred,
    int axis)
    implements Metric {
  public MeanIoU {
    Settings.positive("classes", numClasses);
  }

  /** For class ids as labels and predictions. */
  public static MeanIoU of(int numClasses) {
    return new MeanIoU(numClasses, null, true, true, -1);
  }

  public MeanIoU withIgnoreClass(int label) {
    return new MeanIoU(numClasses, label, sparseYTrue, sparseYPred, axis);
  }

  public MeanIoU withSparse(boolean yTrue, boolean yPred) {
    return new MeanIoU(numClasses, ignoreClass, yTrue, yPred, axis);
  }

  public MeanIoU withAxis(int classAxis) {
    return new MeanIoU(numClasses, ignoreClass, sparseYTrue, sparseYPred, classAxis);
  }

  @Override
  public String name() {
    return "mean_io_u";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new IoU(numClasses, IoU.all(numClasses), ignoreClass, sparseYTrue, sparseYPred, axis)
        .start();
  }
}
