package dev.inlay.formats.keras;

import dev.inlay.layer.Application;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model whose layers form a graph. The config lists layers, each with its calls; a call
 * names the values that it takes by layer, call and output. Calls are made when their values are
 * there, whatever the order in which the config lists them.
 */
final class FunctionalReader {
  /** One call of a layer or operation. */
  private record Use(String layer, int call) {}

  private final LayerReader layers;
  private final KerasObject model;
  private final Map<String, KerasObject> objects = new LinkedHashMap<>();
  private final Map<String, List<Arguments>> calls = new HashMap<>();
  private final Map<String, Map<LayerCall, Layer>> made = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<Use, List<Symbol>> values = new HashMap<>();
  private final boolean masks;

  private FunctionalReader(LayerReader layers, KerasObject model) {
    this.layers = layers;
    this.model = model;
    this.masks = Masks.mayComeFrom(model.config());
    this.keys.putAll(keys(model.config().get("input_layers")));
    for (Object tree : model.list("layers")) {
      KerasObject layer = KerasObject.of(tree, "a layer of " + model);
      if (objects.put(layer.name(), layer) != null) {
        throw new IllegalArgumentException(
            "%s has two layers named \"%s\"".formatted(model, layer.name()));
      }
      List<Arguments> of = new ArrayList<>();
      if (layer.tree().get("inbound_nodes") instanceof List<?> nodes) {
        nodes.forEach(node -> of.add(Arguments.of(node)));
      }
      calls.put(layer.name(), of);
    }
  }

  /**
   * The names of inputs that are given as a map: its keys, whatever the inputs' layers are called.
   */
  private static Map<String, String> keys(@Nullable Object inputs) {
    Map<String, String> keys = new HashMap<>();
    if (inputs instanceof Map<?, ?> map
        && map.values().stream().allMatch(v -> v instanceof List<?> l && isRef(l))) {
      map.forEach((key, value) -> keys.put(TensorRef.of(value).layer(), String.valueOf(key)));
    }
    return keys;
  }

  private static boolean isRef(List<?> list) {
    return list.size() == 3 && list.getFirst() instanceof String;
  }

  static Model read(LayerReader layers, KerasObject model) {
    return new FunctionalReader(layers, model).read();
  }

  private Model read() {
    List<Symbol> inputs = new ArrayList<>();
    for (TensorRef ref : Nested.leaves(model.config().get("input_layers"))) {
      inputs.add(value(ref));
    }
    List<Symbol> outputs = new ArrayList<>();
    for (TensorRef ref : Nested.leaves(model.config().get("output_layers"))) {
      // Here, a functional model among the layers counts its own graph as its first call.
      boolean counted = object(ref.layer()).isFunctional();
      TensorRef plain = counted ? new TensorRef(ref.layer(), ref.node() - 1, ref.output()) : ref;
      resolve(use(plain));
      outputs.add(value(plain));
    }
    return Model.of(inputs, outputs);
  }

  private KerasObject object(String name) {
    KerasObject object = objects.get(name);
    if (object == null) {
      throw new IllegalArgumentException(
          "%s refers to a layer \"%s\", which it doesn't have".formatted(model, name));
    }
    return object;
  }

  /** The call that makes a value. */
  private Use use(TensorRef ref) {
    KerasObject object = object(ref.layer());
    if (object.className().equals("InputLayer")) {
      return new Use(ref.layer(), 0);
    }
    List<Arguments> of = calls.getOrDefault(ref.layer(), List.of());
    int call = ref.node();
    if (call == of.size() && object.isModel()) {
      // Keras 2 counted the graph of a model among the layers as its first call everywhere.
      call--;
    }
    if (call < 0 || call >= of.size()) {
      throw new IllegalArgumentException(
          "%s refers to %s, which is called %d times".formatted(model, ref, of.size()));
    }
    return new Use(ref.layer(), call);
  }

  /** Makes a call and all that it depends on; without recursion, for graphs may be deep. */
  private void resolve(Use last) {
    Deque<Use> open = new ArrayDeque<>();
    Set<Use> entered = new HashSet<>();
    open.push(last);
    while (!open.isEmpty()) {
      Use use = open.peek();
      List<Use> missing =
          values.containsKey(use)
              ? List.of()
              : arguments(use).refs().stream()
                  .map(this::use)
                  .filter(other -> !values.containsKey(other))
                  .toList();
      if (missing.isEmpty()) {
        open.pop();
        outputs(use);
      } else if (entered.add(use)) {
        missing.forEach(open::push);
      } else {
        throw new IllegalArgumentException(
            "the graph of %s has a loop through layer \"%s\"".formatted(model, use.layer()));
      }
    }
  }

  /** A call as the file has it. */
  private @Nullable Object node(Use use) {
    return object(use.layer()).tree().get("inbound_nodes") instanceof List<?> nodes
        ? nodes.get(use.call())
        : null;
  }

  private Arguments arguments(Use use) {
    List<Arguments> of = calls.getOrDefault(use.layer(), List.of());
    return of.isEmpty() ? new Arguments(List.of(), Map.of()) : of.get(use.call());
  }

  private Symbol value(TensorRef ref) {
    Use use = use(ref);
    List<Symbol> outputs = outputs(use);
    if (ref.output() < 0 || ref.output() >= outputs.size()) {
      throw new IllegalArgumentException(
          "%s refers to %s, which has %d outputs".formatted(model, ref, outputs.size()));
    }
    return outputs.get(ref.output());
  }

  private List<Symbol> outputs(Use use) {
    List<Symbol> outputs = values.get(use);
    if (outputs == null) {
      outputs = apply(use);
      values.put(use, outputs);
    }
    return outputs;
  }

  private List<Symbol> apply(Use use) {
    KerasObject object = object(use.layer());
    if (object.className().equals("InputLayer")) {
      return List.of(layers.input(object, keys.getOrDefault(object.name(), object.name())));
    }
    Arguments arguments = arguments(use);
    if (object.isOperation()) {
      Layer operation = Precision.of(node(use), Operation.of(object, arguments));
      return application(operation, arguments.refs());
    }
    LayerCall call = LayerCall.of(object, arguments);
    Layer layer =
        made.computeIfAbsent(use.layer(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(call.manner(), _ -> layer(object, call));
    return application(layer, call.inputs());
  }

  private List<Symbol> application(Layer layer, List<?> inputs) {
    Symbol[] symbols = new Symbol[inputs.size()];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] =
          switch (inputs.get(i)) {
            case TensorRef ref -> value(ref);
            case Tensor constant -> Arguments.given(constant).on();
            case Object other -> throw new IllegalArgumentException("a layer called with " + other);
          };
    }
    return Application.of(layer, symbols).outputs();
  }

  /** A layer as one of its calls wants it; all of them have its weights in common. */
  private Layer layer(KerasObject object, LayerCall call) {
    Layer layer = layers.layer(object, call.settings());
    if (!call.masked().isEmpty()) {
      return new WithMasks(layer, call.masked());
    }
    return masks ? Masks.asKeras(object.className(), layer) : layer;
  }
}
