package dev.inlay.formats.keras;

import dev.inlay.layer.AdditiveAttention;
import dev.inlay.layer.Application;
import dev.inlay.layer.Attention;
import dev.inlay.layer.AttentionOfHeads;
import dev.inlay.layer.Bidirectional;
import dev.inlay.layer.CalledAs;
import dev.inlay.layer.CategoryEncoding;
import dev.inlay.layer.ChannelsFirst;
import dev.inlay.layer.Frozen;
import dev.inlay.layer.HalfPrecision;
import dev.inlay.layer.Identity;
import dev.inlay.layer.Input;
import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Named;
import dev.inlay.layer.RecurrentLayer;
import dev.inlay.layer.ReversibleEmbedding;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.TimeDistributed;
import dev.inlay.layer.Wrapper;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes models as Keras's configs. */
final class ConfigWriter {
  /** How often a layer stands in the models, and then what tells it from others. */
  private final Map<Layer, Integer> places = new IdentityHashMap<>();

  private final Map<Layer, Integer> ids = new IdentityHashMap<>();

  private ConfigWriter(Model model) {
    count(model);
  }

  private void count(Model model) {
    for (Layer layer : model.layers()) {
      Layer plain = plain(layer);
      if (plain instanceof Input || plain instanceof Operation) {
        continue;
      }
      int before = places.merge(layer.identity(), 1, Integer::sum) - 1;
      if (before == 1) {
        ids.put(layer.identity(), ids.size() + 1);
      }
      if (before == 0 && plain instanceof Model inner) {
        count(inner);
      }
    }
  }

  /** A layer, marked if it stands elsewhere too. */
  private Map<String, @Nullable Object> marked(Layer layer, String name) {
    Map<String, @Nullable Object> tree = layer(layer, name);
    Integer id = ids.get(layer.identity());
    if (id != null) {
      tree.put("shared_object_id", id);
    }
    return tree;
  }

  /**
   * A model.
   *
   * @param name its name, or that of the layer that it stands for
   * @throws UnsupportedOperationException naming the layer or setting that Keras doesn't have
   */
  static Map<String, @Nullable Object> model(Model model, String name) {
    return new ConfigWriter(model).tree(model, name);
  }

  private Map<String, @Nullable Object> tree(Model model, String name) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("trainable", true);
    if (model.isSequential()) {
      config.put("layers", chain(model));
      return KerasConfig.object("keras", "Sequential", config);
    }
    new Graph(model).write(config);
    Map<String, @Nullable Object> tree =
        KerasConfig.object("keras.src.models.functional", "Functional", config);
    tree.put("registered_name", "Functional");
    return tree;
  }

  private List<Object> chain(Model model) {
    List<Object> layers = new ArrayList<>();
    List<String> names = new ArrayList<>();
    if (model.knowsInputs()) {
      if (model.inputs().size() == 1) {
        layers.add(input(model.inputs().getFirst()));
      }
      names.addAll(model.layerNames());
    }
    for (int i = 0; i < model.layers().size(); i++) {
      Layer layer = model.layers().get(i);
      layers.add(marked(layer, names.isEmpty() ? layer.kind() + "_" + i : names.get(i)));
    }
    return layers;
  }

  private static Map<String, @Nullable Object> input(TensorSpec spec) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("batch_shape", dims(spec.shape()));
    config.put("dtype", spec.dtype().name().toLowerCase(Locale.ROOT));
    config.put("sparse", false);
    config.put("name", spec.name());
    return KerasConfig.object("keras.layers", "InputLayer", config);
  }

  private static List<@Nullable Integer> dims(Shape shape) {
    List<@Nullable Integer> dims = new ArrayList<>();
    for (int dim : shape.dims()) {
      dims.add(dim == Shape.UNKNOWN ? null : dim);
    }
    return dims;
  }

  /** A layer, or a model that stands for one. */
  private Map<String, @Nullable Object> layer(Layer layer, String name) {
    return switch (layer) {
      case Model model -> tree(model, name);
      case Named(var _, Layer inner) when plain(inner) instanceof Model -> layer(inner, name);
      case Frozen(Layer inner) when plain(inner) instanceof Model ->
          with(layer(inner, name), "trainable", false);
      case WithMasks(Layer inner, var _) -> layer(inner, name);
      case WithoutMasks(Layer inner) -> layer(inner, name);
      case CalledAs(Layer inner, var _) -> layer(inner, name);
      case HalfPrecision(Layer inner, var _) when inner instanceof Operation -> layer(inner, name);
      case Operation operation -> {
        Map<String, @Nullable Object> config = new LinkedHashMap<>(operation.config());
        config.put("name", name);
        Map<String, @Nullable Object> tree =
            KerasConfig.object(operation.module(), operation.className(), config);
        tree.put("registered_name", operation.className());
        yield tree;
      }
      case Named(var _, Layer inner) when inner instanceof TimeDistributed -> layer(inner, name);
      case TimeDistributed(Layer inner) when plain(inner) instanceof Model model ->
          with(
              KerasConfig.write(TimeDistributed.of(Identity.of()), name),
              "layer",
              layer(inner, model.name().isEmpty() ? model.kind() : model.name()));
      default -> KerasConfig.write(layer, name);
    };
  }

  /** The layer inside of its wrappers, but for what is a setting of the layer itself in Keras. */
  static Layer plain(Layer layer) {
    return layer instanceof Wrapper wrapper && !(wrapper instanceof ChannelsFirst)
        ? plain(wrapper.layer())
        : layer;
  }

  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> tree, String key, Object value) {
    Map<String, @Nullable Object> config =
        new LinkedHashMap<>(KerasObject.map(tree.get("config"), "a config"));
    config.put(key, value);
    tree.put("config", config);
    return tree;
  }

  /** The graph of one Functional model. */
  private final class Graph {
    private final Model model;
    private final Map<Layer, String> names = new IdentityHashMap<>();
    private final Map<Application, TensorRef> uses = new IdentityHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> layers = new LinkedHashMap<>();
    private final Map<String, List<Object>> nodes = new HashMap<>();

    Graph(Model model) {
      this.model = model;
      List<String> given = model.layerNames();
      for (int i = 0; i < given.size(); i++) {
        names.put(model.layers().get(i).identity(), given.get(i));
      }
    }

    void write(Map<String, @Nullable Object> to) {
      model.applications().forEach(this::add);
      List<Object> all = new ArrayList<>();
      layers.forEach(
          (name, tree) -> {
            tree.put("name", name);
            tree.put("inbound_nodes", nodes.getOrDefault(name, List.of()));
            all.add(tree);
          });
      for (TensorSpec spec : model.inputs()) {
        if (!layers.containsKey(spec.name())) {
          // Nothing depends on it.
          Map<String, @Nullable Object> tree = input(spec);
          tree.put("name", spec.name());
          tree.put("inbound_nodes", List.of());
          all.add(tree);
        }
      }
      to.put("layers", all);
      List<Object> inputs = new ArrayList<>();
      model.inputs().forEach(spec -> inputs.add(List.of(spec.name(), 0, 0)));
      to.put("input_layers", alone(inputs));
      to.put("output_layers", alone(model.outputs().stream().map(this::output).toList()));
    }

    /** What Keras writes without a list around it: the only one. */
    private static Object alone(List<?> values) {
      return values.size() == 1 ? values.getFirst() : values;
    }

    private String name(Layer layer) {
      String name = names.get(layer.identity());
      return name == null ? layer.kind() : name;
    }

    private void add(Application application) {
      Layer layer = application.layer();
      String name = name(layer);
      if (layer instanceof Given) {
        return;
      }
      if (layer instanceof Input in) {
        layers.put(name, input(in.spec()));
        uses.put(application, new TensorRef(name, 0, 0));
        return;
      }
      layers.computeIfAbsent(name, _ -> marked(layer, name));
      List<Object> calls = nodes.computeIfAbsent(name, _ -> new ArrayList<>());
      uses.put(application, new TensorRef(name, calls.size(), 0));
      calls.add(call(application));
    }

    private List<Object> output(Symbol symbol) {
      TensorRef ref = ref(symbol);
      // As Keras counts here: a functional model's own graph is its first call.
      boolean counted =
          plain(symbol.application().layer()) instanceof Model inner && !inner.isSequential();
      return List.of(ref.layer(), counted ? ref.node() + 1 : ref.node(), ref.output());
    }

    private TensorRef ref(Symbol symbol) {
      TensorRef use = uses.get(symbol.application());
      if (use == null) {
        throw new IllegalStateException(symbol + " comes before the layer that makes it");
      }
      return new TensorRef(use.layer(), use.node(), symbol.index());
    }

    private Map<String, Object> tensor(Symbol symbol) {
      if (symbol.application().layer() instanceof Given constant) {
        return Arguments.array(constant);
      }
      TensorRef ref = ref(symbol);
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("shape", dims(symbol.shape()));
      config.put("dtype", symbol.dtype() == DType.INT32 ? "int32" : type(symbol));
      config.put("keras_history", List.of(ref.layer(), ref.node(), ref.output()));
      return Map.of("class_name", "__keras_tensor__", "config", config);
    }

    private static String type(Symbol symbol) {
      return precision(symbol.application().layer(), symbol.dtype().name())
          .toLowerCase(Locale.ROOT);
    }

    /** What Keras calls the numbers that come of a layer. */
    private static String precision(Layer layer, String dtype) {
      return switch (layer) {
        case Named(var _, Layer inner) -> precision(inner, dtype);
        case Frozen(Layer inner) -> precision(inner, dtype);
        case HalfPrecision(var _, var format) -> format.name();
        default -> dtype;
      };
    }

    private Map<String, Object> call(Application application) {
      List<Object> values =
          new ArrayList<>(application.inputs().stream().map(this::tensor).toList());
      Layer outer = unnamed(application.layer());
      if (outer instanceof Operation operation) {
        return Map.of(
            "args", filled(operation.call().get("args"), values),
            "kwargs", filled(operation.call().get("kwargs"), values));
      }
      Map<String, Object> named = new LinkedHashMap<>();
      if (outer instanceof WithMasks(var _, List<Integer> masked)) {
        masks(masked, values, plain(outer), named);
      }
      List<Object> args = new ArrayList<>();
      Layer layer = plain(outer);
      if (!(layer instanceof Model) && !(layer instanceof TimeDistributed)) {
        named.putAll(KerasConfig.callArguments(layer));
      }
      if (takesStates(layer)) {
        args.add(values.removeFirst());
        if (!values.isEmpty()) {
          named.put("initial_state", values);
        }
      } else if (layer instanceof AttentionOfHeads<?>) {
        if (values.size() > 3) {
          named.put("attention_mask", values.remove(3));
        }
        args.addAll(values);
      } else if (layer instanceof CategoryEncoding) {
        args.add(values.removeFirst());
        if (!values.isEmpty()) {
          named.put("count_weights", values.getFirst());
        }
      } else {
        if (layer instanceof ReversibleEmbedding
            && application.inputs().getFirst().dtype() == DType.FLOAT32) {
          named.put("reverse", true);
        }
        args.add(values.size() == 1 && !takesList(layer) ? values.getFirst() : values);
      }
      return Map.of("args", args, "kwargs", named);
    }

    private static Layer unnamed(Layer layer) {
      Layer plain = Wrapper.unnamed(layer);
      return plain instanceof HalfPrecision(Layer inner, var _) && inner instanceof Operation
          ? inner
          : plain;
    }

    /** Whether further inputs are first states. */
    private static boolean takesStates(Layer layer) {
      return switch (layer) {
        case ChannelsFirst(Layer inner) -> takesStates(inner);
        default -> layer instanceof RecurrentLayer<?> || layer instanceof Bidirectional;
      };
    }

    /** Whether inputs are given in a list, be there one alone. */
    private static boolean takesList(Layer layer) {
      return layer instanceof Attention || layer instanceof AdditiveAttention;
    }

    private static void masks(
        List<Integer> masked, List<Object> values, Layer layer, Map<String, Object> named) {
      List<@Nullable Object> masks = new ArrayList<>();
      int count = values.size() - masked.size();
      for (int i = 0; i < count; i++) {
        int at = masked.indexOf(i);
        masks.add(at < 0 ? null : values.get(count + at));
      }
      values.subList(count, values.size()).clear();
      if (layer instanceof AttentionOfHeads<?>) {
        List<String> names = List.of("query_mask", "value_mask", "key_mask");
        for (int i = 0; i < Math.min(count, 3); i++) {
          Object mask = masks.get(i);
          if (mask != null) {
            named.put(names.get(i), mask);
          }
        }
      } else {
        Object first = masks.getFirst();
        named.put("mask", (count > 1 && masked.size() > 1) || first == null ? masks : first);
      }
    }

    /** An operation's call with values in the places of their numbers. */
    private static @Nullable Object filled(@Nullable Object tree, List<Object> values) {
      return switch (tree) {
        case Map<?, ?> map when "__keras_tensor__".equals(map.get("class_name")) -> {
          var ref =
              TensorRef.of(KerasObject.map(map.get("config"), "a value").get("keras_history"));
          yield values.get(ref.output());
        }
        case Map<?, ?> map -> {
          Map<String, @Nullable Object> all = new LinkedHashMap<>();
          map.forEach((key, value) -> all.put(String.valueOf(key), filled(value, values)));
          yield all;
        }
        case List<?> list -> {
          List<@Nullable Object> all = new ArrayList<>();
          list.forEach(value -> all.add(filled(value, values)));
          yield all;
        }
        case null, default -> tree;
      };
    }
  }
}
