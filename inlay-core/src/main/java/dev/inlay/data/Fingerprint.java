package dev.inlay.data;

/**
 * The hashes by which TensorFlow turns text and whole numbers into ids: FarmHash's Fingerprint64
 * for buckets and crosses, SipHash-2-4 for the "strong" variety. All are unsigned 64-bit numbers.
 * {@link Hasher} has those of many values without garbage.
 */
public final class Fingerprint {
  /** The hash key of {@code tf.feature_column.crossed_column}. */
  public static final long CROSS_KEY = 0xDECAFCAFFEL;

  /** The multiplier of TensorFlow's FingerprintCat64 (tensorflow/core/platform/fingerprint.h). */
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;

  private Fingerprint() {}

  /** FarmHash Fingerprint64 of the text's UTF-8 bytes. */
  public static long of(String text) {
    return new Hasher().fingerprint(text);
  }

  /** FarmHash Fingerprint64 of the number in decimal, as TensorFlow hashes integers. */
  public static long of(long number) {
    return new Hasher().fingerprint(number);
  }

  /** The fingerprint of a sequence of which one is given already: TensorFlow's FingerprintCat64. */
  public static long concat(long sequence, long next) {
    long result = sequence ^ MULTIPLIER;
    result ^= mix(next * MULTIPLIER) * MULTIPLIER;
    result *= MULTIPLIER;
    result = mix(result) * MULTIPLIER;
    return mix(result);
  }

  /** The bucket of a text: {@code tf.strings.to_hash_bucket_fast}. */
  public static long bucket(String text, long buckets) {
    return new Hasher().bucket(text, buckets);
  }

  /** The bucket of a text by a keyed hash: {@code tf.strings.to_hash_bucket_strong}. */
  public static long strongBucket(String text, long buckets, long key0, long key1) {
    return new Hasher().strongBucket(text, buckets, key0, key1);
  }

  private static long mix(long value) {
    return value ^ (value >>> 47);
  }
}
