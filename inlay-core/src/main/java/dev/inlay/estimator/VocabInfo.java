package dev.inlay.estimator;

import dev.inlay.layer.Initializer;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a table stand for, before and now: TensorFlow's class of this name. A row is
 * copied to where its word is now; words that are new get first values.
 *
 * @param words now, in the order of the rows
 * @param oovBuckets how many rows come after those of the words
 * @param oldWords in the order of the rows in the checkpoint
 * @param oldSize how many of the old words count, from the first on; -1 for all
 * @param backupInitializer makes the rows of new words, and of the buckets; null for zeros
 * @param axis 0 if rows stand for words; 1 if columns do, as in the layer that tells classes apart
 */
public record VocabInfo(
    List<String> words,
    int oovBuckets,
    List<String> oldWords,
    int oldSize,
    @Nullable Initializer backupInitializer,
    int axis) {
  public VocabInfo {
    words = List.copyOf(words);
    oldWords = List.copyOf(oldWords);
    if (words.isEmpty() || oldWords.isEmpty() || oovBuckets < 0 || oldSize < -1 || oldSize == 0) {
      throw new IllegalArgumentException(
          "%d words, %d before (of which %d), %d buckets; give words, and 0 buckets or more"
              .formatted(words.size(), oldWords.size(), oldSize, oovBuckets));
    }
    if (axis != 0 && axis != 1) {
      throw new IllegalArgumentException("axis %d; words are along axis 0 or 1".formatted(axis));
    }
    if (new HashSet<>(words).size() < words.size()
        || new HashSet<>(oldWords).size() < oldWords.size()) {
      throw new IllegalArgumentException("a word stands twice in a vocabulary; words are unique");
    }
  }

  /** New words get zeros. */
  public static VocabInfo of(List<String> words, List<String> oldWords) {
    return new VocabInfo(words, 0, oldWords, -1, null, 0);
  }

  /** With so many rows after those of the words, which keep nothing of the checkpoint. */
  public VocabInfo withOovBuckets(int buckets) {
    return new VocabInfo(words, buckets, oldWords, oldSize, backupInitializer, axis);
  }

  /** With the first so many of the old words only. */
  public VocabInfo withOldSize(int size) {
    return new VocabInfo(words, oovBuckets, oldWords, size, backupInitializer, axis);
  }

  /** With first values for new words. */
  public VocabInfo withBackupInitializer(Initializer initializer) {
    return new VocabInfo(words, oovBuckets, oldWords, oldSize, initializer, axis);
  }

  /** With words along another axis: 1 for the columns of a layer's kernel. */
  public VocabInfo withAxis(int along) {
    return new VocabInfo(words, oovBuckets, oldWords, oldSize, backupInitializer, along);
  }
}
