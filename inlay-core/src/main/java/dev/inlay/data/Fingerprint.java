package dev.inlay.data;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The hashes by which TensorFlow turns text and whole numbers into ids: FarmHash's Fingerprint64
 * for buckets and crosses, SipHash-2-4 for the "strong" variety. All are unsigned 64-bit numbers.
 */
public final class Fingerprint {
  /** The hash key of {@code tf.feature_column.crossed_column}. */
  public static final long CROSS_KEY = 0xDECAFCAFFEL;

  /** The multiplier of TensorFlow's FingerprintCat64 (tensorflow/core/platform/fingerprint.h). */
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;

  private Fingerprint() {}

  /** FarmHash Fingerprint64 of the text's UTF-8 bytes. */
  public static long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Hashing.farmHashFingerprint64().hashBytes(bytes).asLong();
  }

  /** FarmHash Fingerprint64 of the number in decimal, as TensorFlow hashes integers. */
  public static long of(long number) {
    return of(Long.toString(number));
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
    return Long.remainderUnsigned(of(text), buckets);
  }

  /** The bucket of a text by a keyed hash: {@code tf.strings.to_hash_bucket_strong}. */
  public static long strongBucket(String text, long buckets, long key0, long key1) {
    long hash = Hashing.sipHash24(key0, key1).hashString(text, StandardCharsets.UTF_8).asLong();
    return Long.remainderUnsigned(hash, buckets);
  }

  private static long mix(long value) {
    return value ^ (value >>> 47);
  }
}
