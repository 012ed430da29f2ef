package dev.inlay.model;

import dev.inlay.graph.Node;
import dev.inlay.layer.Application;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers joined to any graph without cycles: all that leads from the inputs to the outputs. Layers
 * are applied in the order in which Keras lists them, farthest from the outputs first, so that
 * weights and summaries come in that order too.
 */
final class Network implements Structure {
  private final List<Symbol> inputs;
  private final List<Symbol> outputs;
  private final List<Application> applications;

  Network(List<Symbol> inputs, List<Symbol> outputs) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a model has one output or more");
    }
    Set<String> names = new HashSet<>();
    for (Symbol input : inputs) {
      if (!(input.application().layer() instanceof Input)) {
        throw new IllegalArgumentException(
            "%s is no input; make a model's inputs with Input.of".formatted(input));
      }
      if (!names.add(input.name())) {
        throw new IllegalArgumentException(
            "two inputs are named \"%s\"; rename one".formatted(input.name()));
      }
    }
    this.applications = new Order(this.outputs).applications();
    for (Application application : applications) {
      if (application.layer() instanceof Input input
          && inputs.stream().noneMatch(in -> in.application() == application)) {
        throw new IllegalArgumentException(
            "the outputs depend on input \"%s\", which isn't among the model's inputs %s; add it"
                .formatted(input.spec().name(), inputs.stream().map(Symbol::name).toList()));
      }
    }
  }

  /** Sorts applications by their distance from the outputs. */
  private static final class Order {
    private final List<Application> finished = new ArrayList<>();
    private final Set<Application> seen = new HashSet<>();
    private final Map<Layer, Integer> places = new IdentityHashMap<>();
    private final Map<Application, Integer> depths = new IdentityHashMap<>();

    Order(List<Symbol> outputs) {
      outputs.forEach(output -> visit(output.application()));
      Map<Layer, Integer> layerDepths = new IdentityHashMap<>();
      for (Application application : finished.reversed()) {
        int depth = depths.merge(application, 0, Math::max);
        depth = layerDepths.merge(application.layer().identity(), depth, Math::max);
        depths.put(application, depth);
        for (Symbol input : application.inputs()) {
          depths.merge(input.application(), depth + 1, Math::max);
        }
      }
    }

    /** Depth first, with a stack of its own: a chain of layers may be longer than Java's. */
    private void visit(Application last) {
      Deque<Application> open = new ArrayDeque<>();
      Deque<Iterator<Symbol>> left = new ArrayDeque<>();
      enter(last, open, left);
      while (!open.isEmpty()) {
        Iterator<Symbol> inputs = left.getLast();
        if (inputs.hasNext()) {
          enter(inputs.next().application(), open, left);
        } else {
          left.removeLast();
          finished.add(open.removeLast());
        }
      }
    }

    private void enter(
        Application application, Deque<Application> open, Deque<Iterator<Symbol>> left) {
      if (seen.add(application)) {
        places.putIfAbsent(application.layer().identity(), places.size());
        open.addLast(application);
        left.addLast(application.inputs().iterator());
      }
    }

    List<Application> applications() {
      return finished.stream()
          .sorted(
              Comparator.<Application>comparingInt(a -> -depths.getOrDefault(a, 0))
                  .thenComparingInt(a -> places.getOrDefault(a.layer().identity(), 0)))
          .toList();
    }
  }

  /**
   * What leads to some of the values within.
   *
   * @throws IllegalArgumentException if one of them comes from elsewhere
   */
  Network part(List<Symbol> ends) {
    Set<Application> needed = new HashSet<>(new Order(ends).applications());
    for (Symbol end : ends) {
      if (!applications.contains(end.application())) {
        throw new IllegalArgumentException(
            "%s isn't computed within this model; give what a layer of it has given"
                .formatted(end));
      }
    }
    return new Network(
        inputs.stream().filter(input -> needed.contains(input.application())).toList(), ends);
  }

  /** The uses of layers in order, inputs among them. */
  List<Application> applications() {
    return applications;
  }

  /** The layers, each once. */
  List<Layer> layers() {
    Set<Layer> layers = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Layer> ordered = new ArrayList<>();
    for (Application application : applications) {
      if (layers.add(application.layer().identity())) {
        ordered.add(application.layer());
      }
    }
    return ordered;
  }

  List<Symbol> inputSymbols() {
    return inputs;
  }

  List<Symbol> outputs() {
    return outputs;
  }

  @Override
  public Optional<List<TensorSpec>> inputs() {
    return Optional.of(inputs.stream().map(Symbol::spec).toList());
  }

  @Override
  public List<Node> trace(Scope scope, List<Node> values, Visitor visitor) {
    Map<Symbol, Node> nodes = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Symbol input = inputs.get(i);
      Node value = values.get(i);
      if (value.dtype() != input.dtype() || !input.shape().accepts(value.shape())) {
        throw new IllegalArgumentException(
            "input \"%s\" wants %s %s, got %s %s"
                .formatted(
                    input.name(), input.dtype(), input.shape(), value.dtype(), value.shape()));
      }
      nodes.put(input, value);
    }
    for (Application application : applications) {
      Layer layer = application.layer();
      if (layer instanceof Input input) {
        Node value = nodes.get(application.outputs().getFirst());
        visitor.applied(input.spec().name(), layer, List.of(), List.of(value));
        continue;
      }
      List<Node> in = application.inputs().stream().map(nodes::get).toList();
      String name = scope.nameOf(layer);
      List<Node> out = scope.applyAll(name, layer, in.toArray(Node[]::new));
      for (int i = 0; i < out.size(); i++) {
        nodes.put(application.outputs().get(i), out.get(i));
      }
      visitor.applied(name, layer, in, out);
    }
    return outputs.stream().map(nodes::get).toList();
  }

  @Override
  public List<String> outputLayers(Scope scope, int count) {
    return outputs.stream()
        .map(Symbol::application)
        .map(
            application ->
                application.layer() instanceof Input input
                    ? input.spec().name()
                    : scope.nameOf(application.layer()))
        .toList();
  }

  @Override
  public String kind() {
    return "functional";
  }
}
