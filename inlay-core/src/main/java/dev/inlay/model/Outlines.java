package dev.inlay.model;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Application;
import dev.inlay.layer.Frozen;
import dev.inlay.layer.Input;
import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Named;
import dev.inlay.layer.Outline;
import dev.inlay.layer.Outline.Origin;
import dev.inlay.layer.Outline.Part;
import dev.inlay.layer.Outline.Port;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Wrapper;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes models layer by layer.
 *
 * @param weights of the outermost model, by path
 * @param trained those that training moves
 * @param expandNested whether models inside are taken apart too
 * @param activations whether layers are asked for the names of their activation functions
 */
record Outlines(
    Map<String, Variable> weights,
    Collection<Variable> trained,
    boolean expandNested,
    boolean activations) {
  /** A layer while its applications are seen. */
  private static final class Draft {
    final String name;
    final Layer layer;
    List<Node> inputs = List.of();
    List<Node> outputs = List.of();
    final List<List<Origin>> uses = new ArrayList<>();

    Draft(String name, Layer layer) {
      this.name = name;
      this.layer = layer;
    }
  }

  /**
   * Describes a model.
   *
   * @param inputs null if the model doesn't know them
   */
  Outline of(Model model, @Nullable List<TensorSpec> inputs) {
    return of(model, inputs, "");
  }

  private Outline of(Model model, @Nullable List<TensorSpec> inputs, String path) {
    Structure structure = model.structure();
    String name = model.name().isEmpty() ? model.kind() : model.name();
    List<Draft> applied = inputs == null ? unbuilt(structure) : traced(structure, inputs);
    List<String> entries = new ArrayList<>();
    List<Origin> results = new ArrayList<>();
    if (inputs != null) {
      switch (structure) {
        case Chain _ -> {
          entries.add(applied.getFirst().name);
          results.addAll(follow(applied));
        }
        case Network network -> {
          Map<Symbol, Origin> origins = join(network, applied);
          network.inputSymbols().forEach(input -> entries.add(input.name()));
          network.outputs().forEach(output -> results.add(origins.get(output)));
        }
      }
    }
    List<Draft> drafts = applied.stream().distinct().toList();
    List<Part> parts = drafts.stream().map(draft -> part(draft, path)).toList();
    return new Outline(name, parts, isChain(structure), entries, results);
  }

  private static List<Draft> unbuilt(Structure structure) {
    List<Draft> drafts = new ArrayList<>();
    if (structure instanceof Chain chain) {
      Scope names = Scope.sketch(new Graph());
      for (Layer layer : chain.layers()) {
        drafts.add(new Draft(names.nameOf(layer), layer));
      }
    }
    return drafts;
  }

  /** The layers as they are applied; one that is applied again stands there again. */
  private static List<Draft> traced(Structure structure, List<TensorSpec> inputs) {
    Map<String, Draft> drafts = new LinkedHashMap<>();
    List<Draft> applied = new ArrayList<>();
    Scope scope = Scope.sketch(new Graph());
    structure.trace(
        scope,
        inputs.stream().map(scope::input).toList(),
        (name, layer, in, out) -> {
          Draft draft = drafts.computeIfAbsent(name, _ -> new Draft(name, layer));
          draft.inputs = in;
          draft.outputs = out;
          applied.add(draft);
        });
    return applied;
  }

  /** One layer after the other: each takes all that the one before it gave. */
  private static List<Origin> follow(List<Draft> applied) {
    List<Origin> before = List.of();
    for (Draft draft : applied) {
      draft.uses.add(before);
      before = new ArrayList<>();
      for (int i = 0; i < draft.outputs.size(); i++) {
        before.add(new Origin(draft.name, draft.uses.size() - 1, i));
      }
    }
    return before;
  }

  /** Layers of symbols; what a node came from wouldn't say which layers passed it on unchanged. */
  private static Map<Symbol, Origin> join(Network network, List<Draft> applied) {
    Map<Symbol, Origin> origins = new IdentityHashMap<>();
    for (int i = 0; i < applied.size(); i++) {
      Draft draft = applied.get(i);
      Application application = network.applications().get(i);
      draft.uses.add(application.inputs().stream().map(origins::get).toList());
      for (Symbol output : application.outputs()) {
        origins.put(output, new Origin(draft.name, draft.uses.size() - 1, output.index()));
      }
    }
    return origins;
  }

  private Part part(Draft draft, String around) {
    String path = around + draft.name;
    List<Variable> own =
        weights.entrySet().stream()
            .filter(e -> e.getKey().startsWith(path + "/"))
            .map(Map.Entry::getValue)
            .toList();
    Outline.Training training =
        own.isEmpty()
            ? Outline.Training.NO_WEIGHTS
            : Collections.disjoint(own, trained)
                ? Outline.Training.FROZEN
                : Outline.Training.TRAINED;
    Optional<Outline> inside =
        expandNested && Wrapper.unnamed(draft.layer) instanceof Model inner
            ? Optional.of(
                of(inner, draft.outputs.isEmpty() ? null : specs(draft.inputs), path + "/"))
            : Optional.empty();
    return new Part(
        draft.name,
        path,
        type(draft.layer),
        activations ? KerasConfig.activationOf(draft.layer).orElse("") : "",
        ports(draft.inputs),
        ports(draft.outputs),
        draft.uses,
        own.stream().mapToLong(v -> v.shape().size()).sum(),
        training,
        inside);
  }

  private static List<Port> ports(List<Node> nodes) {
    return nodes.stream().map(n -> new Port(n.dtype(), n.shape())).toList();
  }

  private static List<TensorSpec> specs(List<Node> nodes) {
    List<TensorSpec> specs = new ArrayList<>();
    for (Node node : nodes) {
      specs.add(
          new TensorSpec("argument " + specs.size(), node.dtype(), node.shape(), node.isRagged()));
    }
    return specs;
  }

  private static String type(Layer layer) {
    return switch (layer) {
      case Named(_, Layer inner) -> type(inner);
      case Frozen(Layer inner) -> type(inner);
      case Input _ -> "InputLayer";
      case Model model -> model.structure() instanceof Chain ? "Sequential" : "Functional";
      default -> {
        Class<?> type = layer.getClass();
        yield type.isHidden() || type.isAnonymousClass() ? "Lambda" : type.getSimpleName();
      }
    };
  }

  private static boolean isChain(Structure structure) {
    return switch (structure) {
      case Chain _ -> true;
      case Network network -> {
        Map<Layer, Boolean> layers = new IdentityHashMap<>();
        Map<Object, Boolean> feeds = new LinkedHashMap<>();
        yield network.inputs().stream().mapToInt(List::size).sum() <= 1
            && network.outputs().size() == 1
            && network.applications().stream()
                .allMatch(
                    a ->
                        a.inputs().size() <= 1
                            && layers.put(a.layer(), true) == null
                            && a.inputs().stream().allMatch(f -> feeds.put(f, true) == null));
      }
    };
  }
}
