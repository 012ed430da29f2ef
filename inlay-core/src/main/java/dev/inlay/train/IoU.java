package dev.inlay.train;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Intersection over union: of the samples that are of a class or are taken for it, the share for
 * which both holds; the mean over some classes. Classes that were not seen don't count.
 *
 * @param numClasses how many classes there are
 * @param targetClassIds the classes whose mean is taken
 * @param ignoreClass samples with this label don't count; null if all do
 * @param sparseYTrue whether labels are class ids, not one-hot
 * @param sparseYPred whether predictions are class ids, not a number for each class
 * @param axis the axis of the classes where there is a number for each
 */
public record IoU(
    int numClasses,
    List<Integer> targetClassIds,
    @Nullable Integer ignoreClass,
    boolean sparseYTrue,
    boolean sparseYPred,
    int axis)
    implements Metric {
  public IoU {
    targetClassIds = List.copyOf(targetClassIds);
    ClassOverlap.check(numClasses, targetClassIds);
  }

  /** For class ids as labels and predictions. */
  public static IoU of(int numClasses, Integer... targetClassIds) {
    return new IoU(numClasses, List.of(targetClassIds), null, true, true, -1);
  }

  public IoU withIgnoreClass(int label) {
    return new IoU(numClasses, targetClassIds, label, sparseYTrue, sparseYPred, axis);
  }

  public IoU withSparse(boolean yTrue, boolean yPred) {
    return new IoU(numClasses, targetClassIds, ignoreClass, yTrue, yPred, axis);
  }

  public IoU withAxis(int classAxis) {
    return new IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, classAxis);
  }

  /** All classes. */
  static List<Integer> all(int numClasses) {
    return IntStream.range(0, numClasses).boxed().toList();
  }

  @Override
  public String name() {
    return "io_u";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    ClassOverlap.Classes largest = ClassOverlap.Classes.largest(axis);
    return new ClassOverlap(
        numClasses,
        targetClassIds,
        ignoreClass,
        sparseYTrue ? ClassOverlap.Classes::ids : largest,
        sparseYPred ? ClassOverlap.Classes::ids : largest);
  }
}
