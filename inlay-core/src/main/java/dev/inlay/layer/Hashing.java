package dev.inlay.layer;

import dev.inlay.data.Hasher;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import org.jspecify.annotations.Nullable;

/**
 * Texts or numbers put into bins by their hash: Keras's {@code Hashing}. The bin is FarmHash's
 * Fingerprint64 modulo the number of bins; with a salt, SipHash-2-4 is taken instead. Numbers are
 * hashed as their decimal digits, floats after they have been cut toward zero.
 *
 * <p>With a mask value, bin 0 is that value's alone and all others share the rest.
 *
 * @param numBins how many bins there are
 * @param maskValue a text or a {@code Long}; null for none
 * @param salt null for FarmHash
 * @param outputMode all but {@code TF_IDF}
 */
public record Hashing(
    int numBins, @Nullable Object maskValue, @Nullable Salt salt, OutputMode outputMode)
    implements PreprocessingLayer {
  public Hashing {
    if (numBins < 1) {
      throw new IllegalArgumentException("numBins is %d; give 1 or more".formatted(numBins));
    }
    if (outputMode == OutputMode.TF_IDF) {
      throw new IllegalArgumentException("hashes have no TF_IDF; choose COUNT, or a StringLookup");
    }
    if (maskValue instanceof Number n && !(maskValue instanceof Long)) {
      maskValue = n.longValue();
    }
    if (maskValue != null && !(maskValue instanceof String || maskValue instanceof Long)) {
      throw new IllegalArgumentException(
          "a mask value is a text or a whole number, not " + maskValue);
    }
  }

  public static Hashing of(int numBins) {
    return new Hashing(numBins, null, null, OutputMode.INT);
  }

  /** Bin 0 is for this text alone. */
  public Hashing withMaskValue(String text) {
    return new Hashing(numBins, text, salt, outputMode);
  }

  /** Bin 0 is for this number alone. */
  public Hashing withMaskValue(long number) {
    return new Hashing(numBins, number, salt, outputMode);
  }

  public Hashing withSalt(long salt) {
    return withSalt(Salt.of(salt));
  }

  public Hashing withSalt(@Nullable Salt salt) {
    return new Hashing(numBins, maskValue, salt, outputMode);
  }

  public Hashing withOutputMode(OutputMode outputMode) {
    return new Hashing(numBins, maskValue, salt, outputMode);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node values = Inputs.one(inputs);
    Node bins =
        scope.encoded(
            RawValues.like(values, "bins", DType.INT32),
            raw -> RawValues.each(raw.getFirst(), this::bins),
            values);
    return new CategoryOutput(outputMode, numBins).of(scope, bins);
  }

  private Tensor bins(Tensor values) {
    int[] bins = new int[values.shape().intSize()];
    var hasher = new Hasher();
    if (values instanceof StringTensor(var _, String[] texts)) {
      String mask = first() == 1 && maskValue instanceof String text ? text : null;
      for (int i = 0; i < bins.length; i++) {
        bins[i] = texts[i].equals(mask) ? 0 : bin(texts[i], hasher);
      }
    } else {
      long[] numbers = RawValues.longs(values);
      boolean masked = first() == 1 && maskValue instanceof Long;
      // Compared as it is: a Long would be an object for each number.
      long mask = maskValue instanceof Long number ? number : 0;
      for (int i = 0; i < bins.length; i++) {
        bins[i] = masked && numbers[i] == mask ? 0 : bin(numbers[i], hasher);
      }
    }
    return Tensor.of(values.shape(), bins);
  }

  /** The first of the bins that values share. */
  private int first() {
    return maskValue != null && numBins > 1 ? 1 : 0;
  }

  private int bin(String text, Hasher hasher) {
    int free = numBins - first();
    long bin =
        salt == null
            ? hasher.bucket(text, free)
            : hasher.strongBucket(text, free, salt.first(), salt.second());
    return first() + (int) bin;
  }

  private int bin(long number, Hasher hasher) {
    int free = numBins - first();
    long bin =
        salt == null
            ? hasher.bucket(number, free)
            : hasher.strongBucket(number, free, salt.first(), salt.second());
    return first() + (int) bin;
  }
}
