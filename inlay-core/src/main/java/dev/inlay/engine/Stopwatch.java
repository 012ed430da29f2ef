package dev.inlay.engine;

import dev.inlay.graph.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what the time of a training is spent on. Each lap begins where the one before it ended, so
 * that all laps together are the time that has passed.
 *
 * <p>The laps are those of the thread that trains. What other threads do meanwhile is the same work
 * on other rows; while the thread waits for them, that is a lap too. Belongs to one thread.
 */
public final class Stopwatch {
  /** The parts of a training, in the order in which a step goes through them. */
  public enum Part {
    /** Until the next batch is there, encoded and checked. */
    ENCODE("encode"),
    /** Rows are read from tables. */
    GATHER("gather"),
    /** Outputs and the loss are computed. */
    FORWARD("forward"),
    /** Gradients are computed. */
    BACKWARD("backward"),
    /** What each shard has summed is added. */
    SUMS("sums of shards"),
    /** Gradients are looked at, whether they are finite. */
    CHECK("check"),
    /** Metrics take the batch in. */
    METRICS("metrics"),
    /** Weights are moved that every batch moves as a whole. */
    DENSE_UPDATE("dense update"),
    /** Rows of tables are moved, or make up for the steps that they have missed. */
    ROW_UPDATE("row update"),
    /** Other threads are not done yet. */
    WAITING("waiting"),
    /** Whatever else happens between two steps. */
    OTHER("other");

    private final String label;

    Part(String label) {
      this.label = label;
    }

    /** As it is printed. */
    public String label() {
      return label;
    }
  }

  /** The laps of one part in one layer. */
  public static final class Lap {
    private final Part part;
    private final String layer;
    private long nanos;

    private Lap(Part part, String layer) {
      this.part = part;
      this.layer = layer;
    }

    public Part part() {
      return part;
    }

    /** The layer's path; empty for what belongs to none. */
    public String layer() {
      return layer;
    }

    public long nanos() {
      return nanos;
    }
  }

  private final Map<Part, Map<String, Lap>> laps = new EnumMap<>(Part.class);
  private final Lap[] unnamed = new Lap[Part.values().length];
  private long last = System.nanoTime();

  /** A stopwatch that is running. */
  public Stopwatch() {
    for (Part part : Part.values()) {
      unnamed[part.ordinal()] = of(part, "");
    }
  }

  /** The laps of a part in a layer: always the same object. */
  Lap of(Part part, String layer) {
    return laps.computeIfAbsent(part, _ -> new LinkedHashMap<>())
        .computeIfAbsent(layer, _ -> new Lap(part, layer));
  }

  /** The laps of the part that moves a weight, in the weight's layer. */
  Lap of(Part part, Variable variable) {
    String path = variable.path();
    return of(part, path.substring(0, Math.max(0, path.lastIndexOf('/'))));
  }

  /** A lap ends. */
  void end(Lap lap) {
    long now = System.nanoTime();
    lap.nanos += now - last;
    last = now;
  }

  /** A lap of a part ends. */
  public void end(Part part) {
    end(unnamed[part.ordinal()]);
  }

  /** A lap of a part ends, if there is a stopwatch. */
  static void lap(@Nullable Stopwatch watch, Part part) {
    if (watch != null) {
      watch.end(part);
    }
  }

  /** A step that ends a lap if the caller's thread runs it. */
  Step timed(Step step, Lap lap, Frame caller) {
    return frame -> {
      step.run(frame);
      if (frame == caller) {
        end(lap);
      }
    };
  }

  /** Forgets all laps so far. */
  public void restart() {
    for (Map<String, Lap> byLayer : laps.values()) {
      byLayer.values().forEach(lap -> lap.nanos = 0);
    }
    last = System.nanoTime();
  }

  /** All laps that took time, part by part. */
  public List<Lap> laps() {
    List<Lap> all = new ArrayList<>();
    for (Map<String, Lap> byLayer : laps.values()) {
      byLayer.values().stream().filter(lap -> lap.nanos > 0).forEach(all::add);
    }
    return Collections.unmodifiableList(all);
  }
}
