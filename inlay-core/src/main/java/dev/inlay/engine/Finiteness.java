package dev.inlay.engine;

import dev.inlay.graph.Variable;
import dev.inlay.kernel.Folds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a NaN or an infinity in the gradients of a run. Those that lie side by side, as those
 * of tables whose rows were concatenated, are read in one go.
 */
final class Finiteness {
  /** Floats that one part looks at, about. */
  private static final int BLOCK = 1 << 15;

  private final List<Place> places;
  private final View[] stretches;

  /** Each stretch has some. */
  private final Parts parts;

  private final Workers workers;
  private final Frame[] frames;
  private final Workers.Task task = this::look;
  private volatile boolean allFinite;
  private int rows;
  private int shardRows;

  /** What must be finite if a variable is to be moved. */
  record Place(Variable variable, View view) {}

  Finiteness(List<Place> places, Workers workers, Frame[] frames) {
    this.places = List.copyOf(places);
    this.stretches = stretches(places);
    this.parts = new Parts(stretches.length);
    this.workers = workers;
    this.frames = frames;
  }

  private static View[] stretches(List<Place> places) {
    List<View> stretches = new ArrayList<>();
    places.stream()
        .map(Place::view)
        .sorted(Comparator.comparingInt(View::offset))
        .forEach(
            view -> {
              for (int i = 0; i < stretches.size(); i++) {
                View longer = stretches.get(i).joined(view);
                if (longer != null) {
                  stretches.set(i, longer);
                  return;
                }
              }
              stretches.add(view);
            });
    return stretches.toArray(View[]::new);
  }

  /** The first variable whose gradient isn't finite; null if all are. */
  @Nullable Variable firstNotFinite(int rows, int shardRows) {
    this.rows = rows;
    this.shardRows = shardRows;
    Frame frame = frame(0);
    parts.clear();
    for (View stretch : stretches) {
      int size = frame.size(stretch);
      parts.add(Math.ceilDiv(size, block(stretch)), size);
    }
    allFinite = true;
    workers.run(parts.count(), task, parts.floats());
    return allFinite ? null : named(frame(0));
  }

  private Frame frame(int worker) {
    frames[worker].turnTo(0, 0, rows, shardRows);
    return frames[worker];
  }

  /** Floats of a part: whole pieces if there are gaps between them. */
  private static int block(View view) {
    return view.isPacked() ? BLOCK : view.width() * Math.max(1, BLOCK / view.width());
  }

  private void look(int part, int worker) {
    int i = parts.owner(part);
    View stretch = stretches[i];
    Frame frame = frame(worker);
    int block = block(stretch);
    int from = (part - parts.first(i)) * block;
    int n = Math.min(block, frame.size(stretch) - from);
    if (!areFinite(stretch, from, n, frame)) {
      allFinite = false;
    }
  }

  private @Nullable Variable named(Frame frame) {
    for (Place place : places) {
      if (!areFinite(place.view(), 0, frame.size(place.view()), frame)) {
        return place.variable();
      }
    }
    return null;
  }

  private static boolean areFinite(View view, int from, int n, Frame frame) {
    Folds folds = frame.kernels.folds();
    float[] values = frame.floats(view);
    if (view.isPacked()) {
      return folds.areFinite(values, frame.at(view) + from, 0, 1, n);
    }
    int at = frame.at(view) + from / view.width() * view.stride();
    return folds.areFinite(values, at, view.stride(), n / view.width(), view.width());
  }
}
