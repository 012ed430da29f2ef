package dev.inlay.model;

import dev.inlay.layer.Application;
import dev.inlay.layer.CalledAs;
import dev.inlay.layer.Config;
import dev.inlay.layer.Frozen;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Named;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Wrapper;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Models as trees for JSON, and back. Layers are {@link Config}'s; what is added here is how they
 * are joined: in a functional model, {@code layers} lists them once, {@code uses} says which is
 * applied to what, {@code [use, output]} stands for a value.
 *
 * <p>A layer that stands in several places, in one model or in models inside one another, is
 * written at the first; all such are numbered from 0 as they come. Others refer to it: {@code
 * sameAs} is the layer itself, {@code weightsOf} another layer with its weights.
 */
final class StructureTree {
  private static final String KIND = "model";
  private static final String SEQUENTIAL = "sequential";
  private static final String FUNCTIONAL = "functional";

  private static final String SAME = "sameAs";
  private static final String WEIGHTS = "weightsOf";

  private final Config config;

  /** The number of what was written, by identity. */
  private final Map<Layer, Integer> numbers = new IdentityHashMap<>();

  /** What was written or read, by number. */
  private final List<Layer> first = new ArrayList<>();

  /** The same, by identity. */
  private final Set<Layer> whole = Collections.newSetFromMap(new IdentityHashMap<>());

  /** For one tree. */
  StructureTree(Config config) {
    // A model may stand within a layer, as in TimeDistributed.
    this.config = config.withOwn(Model.class, this::within, this::readWithin);
  }

  private Map<String, Object> within(Model model) {
    Map<String, Object> tree = new LinkedHashMap<>();
    ((Map<?, ?>) layer(model))
        .forEach((key, value) -> tree.put(String.valueOf(key), Objects.requireNonNull(value)));
    return tree;
  }

  private Model readWithin(Map<?, ?> tree) {
    if (readLayer(tree) instanceof Model model) {
      return model;
    }
    throw new IllegalArgumentException("wanted a model, got " + tree);
  }

  /**
   * The tree of a model.
   *
   * @param inputs what a chain of layers was built for
   * @throws IllegalArgumentException naming what can't be saved
   */
  Map<String, Object> write(Model model, @Nullable List<TensorSpec> inputs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", model.name());
    tree.put("seed", model.seed());
    switch (model.structure()) {
      case Chain chain -> {
        tree.put(KIND, SEQUENTIAL);
        if (chain.input() != null) {
          tree.put("input", spec(chain.input().spec()));
        } else if (inputs != null && inputs.size() == 1) {
          tree.put("input", spec(inputs.getFirst()));
        }
        tree.put("layers", chain.layers().stream().map(this::layer).toList());
      }
      case Network network -> {
        tree.put(KIND, FUNCTIONAL);
        network(network, tree);
      }
    }
    return tree;
  }

  private Object spec(TensorSpec spec) {
    return Objects.requireNonNull(config.write(new Input(spec)));
  }

  private Object layer(Layer layer) {
    Integer number = numbers.get(layer.identity());
    if (number == null) {
      Object tree = alone(layer);
      numbers.put(layer.identity(), first.size());
      first.add(layer);
      whole.add(layer);
      return tree;
    }
    return whole.contains(layer)
        ? Map.of(SAME, number)
        : Map.of(WEIGHTS, number, "layer", alone(layer));
  }

  private Object alone(Layer layer) {
    return switch (layer) {
      case Model model -> write(model, null);
      case Named(String name, Layer inner) when Wrapper.unnamed(inner) instanceof Model ->
          Map.of("named", name, "layer", alone(inner));
      case Frozen(Layer inner) when Wrapper.unnamed(inner) instanceof Model ->
          Map.of("frozen", alone(inner));
      case Layer function when function.getClass().isHidden() ->
          throw new IllegalArgumentException(
              "a layer that is a lambda can't be saved; make it a record: record Sum() implements"
                  + " Layer {…}");
      default -> Objects.requireNonNull(config.write(layer));
    };
  }

  private void network(Network network, Map<String, Object> tree) {
    List<Object> layers = new ArrayList<>();
    Map<Layer, Integer> layerPlaces = new IdentityHashMap<>();
    List<Object> uses = new ArrayList<>();
    Map<Application, Integer> usePlaces = new IdentityHashMap<>();
    for (Application application : applications(network)) {
      Layer layer = application.layer();
      if (!layerPlaces.containsKey(layer)) {
        layerPlaces.put(layer, layers.size());
        layers.add(layer(layer));
      }
      usePlaces.put(application, uses.size());
      Map<String, Object> use = new LinkedHashMap<>();
      use.put("layer", layerPlaces.get(layer));
      use.put("inputs", ports(application.inputs(), usePlaces));
      uses.add(use);
    }
    tree.put("layers", layers);
    tree.put("uses", uses);
    tree.put("inputs", ports(network.inputSymbols(), usePlaces));
    tree.put("outputs", ports(network.outputs(), usePlaces));
  }

  /** All uses of layers, and inputs that none of them takes. */
  private static Set<Application> applications(Network network) {
    Set<Application> all = new LinkedHashSet<>(network.applications());
    network.inputSymbols().forEach(input -> all.add(input.application()));
    return all;
  }

  private static List<List<Integer>> ports(List<Symbol> symbols, Map<Application, Integer> places) {
    return symbols.stream().map(s -> List.of(places.get(s.application()), s.index())).toList();
  }

  /**
   * The model of a tree, with weights of its own.
   *
   * @throws IllegalArgumentException naming the place in the tree that is wrong
   */
  Model read(@Nullable Object tree) {
    Map<?, ?> model = map(tree, "a model");
    String name = get(model, "name", String.class);
    long seed = get(model, "seed", Number.class).longValue();
    Structure structure =
        switch (get(model, KIND, String.class)) {
          case SEQUENTIAL -> chain(model);
          case FUNCTIONAL -> network(model);
          case String other ->
              throw new IllegalArgumentException("no kind of model is named \"" + other + "\"");
        };
    return Model.of(name, structure, seed);
  }

  private Chain chain(Map<?, ?> model) {
    List<Layer> layers = new ArrayList<>();
    for (Object layer : get(model, "layers", List.class)) {
      layers.add(readLayer(layer));
    }
    Object input = model.get("input");
    Symbol symbol = input == null ? null : config.read(input, Input.class).on();
    return new Chain(symbol, layers);
  }

  private Layer readLayer(@Nullable Object tree) {
    Map<?, ?> layer = map(tree, "a layer");
    if (layer.containsKey(SAME)) {
      return at(first, get(layer, SAME, Number.class), "layer");
    }
    if (layer.containsKey(WEIGHTS)) {
      Layer other = at(first, get(layer, WEIGHTS, Number.class), "layer");
      return new CalledAs(readAlone(layer.get("layer")), other);
    }
    Layer read = readAlone(layer);
    first.add(read);
    return read;
  }

  private Layer readAlone(@Nullable Object tree) {
    Map<?, ?> layer = map(tree, "a layer");
    if (layer.containsKey(KIND)) {
      return read(layer);
    }
    if (layer.containsKey("named")) {
      return readAlone(layer.get("layer")).named(get(layer, "named", String.class));
    }
    if (layer.containsKey("frozen")) {
      return readAlone(layer.get("frozen")).frozen();
    }
    return config.read(layer, Layer.class);
  }

  private Network network(Map<?, ?> model) {
    List<Layer> layers = new ArrayList<>();
    for (Object layer : get(model, "layers", List.class)) {
      layers.add(readLayer(layer));
    }
    List<Application> uses = new ArrayList<>();
    for (Object tree : get(model, "uses", List.class)) {
      Map<?, ?> use = map(tree, "a use of a layer");
      Layer layer = at(layers, get(use, "layer", Number.class), "layer");
      uses.add(Application.of(layer, symbols(use, "inputs", uses).toArray(Symbol[]::new)));
    }
    return new Network(symbols(model, "inputs", uses), symbols(model, "outputs", uses));
  }

  private static List<Symbol> symbols(Map<?, ?> tree, String key, List<Application> uses) {
    List<Symbol> symbols = new ArrayList<>();
    for (Object port : get(tree, key, List.class)) {
      if (!(port instanceof List<?> pair)
          || pair.size() != 2
          || !(pair.getFirst() instanceof Number use)
          || !(pair.getLast() instanceof Number output)) {
        throw new IllegalArgumentException(
            "\"%s\" lists values as [use, output], not %s".formatted(key, port));
      }
      symbols.add(at(at(uses, use, "use").outputs(), output, "output"));
    }
    return symbols;
  }

  private static <T> T at(List<T> list, Number place, String what) {
    int index = place.intValue();
    if (index < 0 || index >= list.size()) {
      throw new IllegalArgumentException(
          "%s %d of %d, numbered from 0".formatted(what, index, list.size()));
    }
    return list.get(index);
  }

  private static Map<?, ?> map(@Nullable Object tree, String what) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("wanted %s, got %s".formatted(what, tree));
    }
    return map;
  }

  private static <T> T get(Map<?, ?> tree, String key, Class<T> type) {
    Object value = tree.get(key);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "\"%s\": wanted a %s, got %s".formatted(key, type.getSimpleName(), value));
    }
    return type.cast(value);
  }
}
