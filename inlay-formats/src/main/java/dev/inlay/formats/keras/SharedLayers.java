package dev.inlay.formats.keras;

import dev.inlay.formats.hdf5.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers that stand in several models of a file. Keras marks only some of them, but writes the
 * weights of each layer once, and where it meets it again, nothing: of such a layer, the one that
 * it has met before has the same config.
 */
final class SharedLayers {
  private final Group root;
  private final List<String> groups = new ArrayList<>();
  private final List<KerasObject> layers = new ArrayList<>();
  private final Map<String, String> firsts = new HashMap<>();

  private SharedLayers(Group root) {
    this.root = root;
  }

  /** A model's config with a mark on each layer that stands in it more than once. */
  static KerasObject marked(KerasObject model, Group root) {
    var found = new SharedLayers(root);
    WeightPlaces.mapped(model, found::met);
    return found.firsts.isEmpty() ? model : WeightPlaces.mapped(model, found::marked);
  }

  private KerasObject met(KerasObject layer, String group) {
    if (root.group(group).isEmpty()) {
      for (int i = 0; i < layers.size(); i++) {
        if (isSame(layers.get(i), layer)) {
          firsts.put(groups.get(i), groups.get(i));
          firsts.put(group, groups.get(i));
          return layer;
        }
      }
    }
    groups.add(group);
    layers.add(layer);
    return layer;
  }

  private static boolean isSame(KerasObject one, KerasObject other) {
    return one.className().equals(other.className())
        && one.name().equals(other.name())
        && withoutIds(one.config()).equals(withoutIds(other.config()));
  }

  /** A tree without what tells objects from one another, which may stand at one place alone. */
  private static Object withoutIds(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new HashMap<>();
        map.forEach(
            (key, value) -> {
              if (!"shared_object_id".equals(key) && value != null) {
                plain.put(key, withoutIds(value));
              }
            });
        yield plain;
      }
      case List<?> list ->
          list.stream().map(value -> value == null ? "null" : withoutIds(value)).toList();
      default -> tree;
    };
  }

  private KerasObject marked(KerasObject layer, String group) {
    String first = firsts.get(group);
    return first == null ? layer : layer.with("shared_object_id", first);
  }
}
