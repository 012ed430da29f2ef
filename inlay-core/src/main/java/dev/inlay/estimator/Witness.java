package dev.inlay.estimator;

import dev.inlay.data.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the raw rows of a training go by, and keeps the model directory's description and each
 * checkpoint's sample by them.
 */
final class Witness implements Hook.Observer {
  /** So many rows tell what features are like. */
  private static final int PROFILED = 10_000;

  private final Assembly assembly;
  private final Path directory;
  private final List<String> features;
  private final List<Batch> seen = new ArrayList<>();
  private int wanted = PROFILED;
  private int rows;
  private boolean written;

  /**
   * For one training.
   *
   * @param features that the model reads; empty for all
   */
  Witness(Assembly assembly, Path directory, List<String> features) {
    this.assembly = assembly;
    this.directory = directory;
    this.features = features;
  }

  /** Looks at a batch; called from the thread that reads ahead. */
  synchronized void see(Batch batch) {
    if (wantsMore()) {
      Batch read = features.isEmpty() ? batch : batch.select(features);
      seen.add(Batch.of(read.features()));
      rows += batch.rows();
    }
  }

  synchronized boolean wantsMore() {
    return rows < wanted;
  }

  /** The first few rows; null before any was seen. */
  synchronized @Nullable Batch sample(int most) {
    if (seen.isEmpty() || most == 0) {
      return null;
    }
    Batch first = seen.getFirst();
    return first.rows(0, Math.min(most, first.rows()));
  }

  @Override
  public void begin() {
    write(List.of());
  }

  @Override
  public void afterStep(double loss) {
    if (!written && !wantsMore()) {
      written = true;
      write(schema());
    }
  }

  private synchronized List<FeatureSchema> schema() {
    return FeatureSchema.of(seen);
  }

  @Override
  public void end() {
    if (!written) {
      write(schema());
    }
  }

  /** Writes the description; a schema of an earlier training stays. */
  private synchronized void write(List<FeatureSchema> schema) {
    ModelDirectory fresh = assembly.saved();
    if (fresh == null) {
      return;
    }
    List<FeatureSchema> known =
        ModelDirectory.exists(directory) ? ModelDirectory.schema(directory) : List.of();
    if (!known.isEmpty()) {
      // Only a sample is wanted then.
      wanted = 1;
      written = true;
    }
    fresh.withSchema(known.isEmpty() ? schema : known).write(directory);
  }
}
