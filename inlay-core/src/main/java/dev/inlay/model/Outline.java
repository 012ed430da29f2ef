package dev.inlay.model;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Frozen;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Named;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is made of, layer by layer, for those who show it: {@link Model#outline}.
 *
 * @param name the model's name, or its kind if it has none
 * @param parts the layers in the order in which they are first applied; those of a model inside the
 *     model follow it, one level deeper
 * @param chain whether each layer has one input and is used once, so that nothing need say so
 */
public record Outline(String name, List<Part> parts, boolean chain) {
  public Outline {
    parts = List.copyOf(parts);
  }

  /**
   * A layer.
   *
   * @param name unique within its model
   * @param path the beginning of its weights' paths
   * @param type its class, as Keras calls it
   * @param level 0, and one more for each model around it within the model
   * @param inputs what it was given when it was last applied; nothing if the model doesn't know its
   *     inputs yet
   * @param outputs what it gave
   * @param origins where its inputs came from, over all applications
   * @param parameters how many numbers its weights have
   * @param training whether they are trained
   */
  public record Part(
      String name,
      String path,
      String type,
      int level,
      List<Port> inputs,
      List<Port> outputs,
      List<Origin> origins,
      long parameters,
      Training training) {
    public Part {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      origins = List.copyOf(origins);
    }
  }

  /** What is done to a layer's weights in training. */
  public enum Training {
    /** It has none. */
    NO_WEIGHTS,
    /** Some of them at least are moved. */
    TRAINED,
    /** They are all left alone. */
    FROZEN
  }

  /** A value that goes in or comes out. */
  public record Port(DType dtype, Shape shape) {}

  /**
   * Where a value comes from.
   *
   * @param layer the layer's name
   * @param application which of its applications, counted from 0
   * @param output which of its outputs
   */
  public record Origin(String layer, int application, int output) {
    @Override
    public String toString() {
      return "%s[%d][%d]".formatted(layer, application, output);
    }
  }

  /** A layer's part while it is put together. */
  private static final class Draft {
    final String name;
    final String path;
    final Layer layer;
    final int level;
    List<Port> inputs = List.of();
    List<Port> outputs = List.of();
    final List<Origin> origins = new ArrayList<>();
    int applications;

    Draft(String name, String path, Layer layer, int level) {
      this.name = name;
      this.path = path;
      this.layer = layer;
      this.level = level;
    }

    Part part(Map<String, Variable> weights, Collection<Variable> trained) {
      List<Variable> own =
          weights.entrySet().stream()
              .filter(e -> e.getKey().startsWith(path + "/"))
              .map(Map.Entry::getValue)
              .toList();
      Training training =
          own.isEmpty()
              ? Training.NO_WEIGHTS
              : Collections.disjoint(own, trained) ? Training.FROZEN : Training.TRAINED;
      long parameters = own.stream().mapToLong(v -> v.shape().size()).sum();
      return new Part(
          name, path, type(layer), level, inputs, outputs, origins, parameters, training);
    }
  }

  /**
   * Describes a model.
   *
   * @param inputs null if the model doesn't know them
   * @param expandNested whether models inside are taken apart too
   */
  static Outline of(
      Model model,
      @Nullable List<TensorSpec> inputs,
      Map<String, Variable> weights,
      Collection<Variable> trained,
      boolean expandNested) {
    List<Draft> drafts =
        inputs == null
            ? unbuilt(model.structure())
            : traced(model.structure(), inputs, "", 0, expandNested);
    return new Outline(
        model.name().isEmpty() ? model.kind() : model.name(),
        drafts.stream().map(d -> d.part(weights, trained)).toList(),
        isChain(model.structure()));
  }

  private static List<Draft> unbuilt(Structure structure) {
    List<Draft> drafts = new ArrayList<>();
    if (structure instanceof Chain chain) {
      Scope names = Scope.sketch(new Graph());
      for (Layer layer : chain.layers()) {
        String name = names.nameOf(layer);
        drafts.add(new Draft(name, name, layer, 0));
      }
    }
    return drafts;
  }

  private static List<Draft> traced(
      Structure structure, List<TensorSpec> inputs, String path, int level, boolean expandNested) {
    Map<String, Draft> known = new LinkedHashMap<>();
    List<Draft> all = new ArrayList<>();
    Map<Node, Origin> origins = new IdentityHashMap<>();
    Scope scope = Scope.sketch(new Graph());
    structure.trace(
        scope,
        inputs.stream().map(scope::input).toList(),
        (name, layer, in, out) -> {
          Draft draft = known.get(name);
          if (draft == null) {
            draft = new Draft(name, path + name, layer, level);
            known.put(name, draft);
            all.add(draft);
            if (expandNested && Structure.plain(layer) instanceof Model inner) {
              all.addAll(traced(inner.structure(), specs(in), draft.path + "/", level + 1, true));
            }
          }
          draft.inputs = ports(in);
          draft.outputs = ports(out);
          for (Node node : in) {
            Origin origin = origins.get(node);
            if (origin != null) {
              draft.origins.add(origin);
            }
          }
          for (int i = 0; i < out.size(); i++) {
            origins.put(out.get(i), new Origin(name, draft.applications, i));
          }
          draft.applications++;
        });
    return all;
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
      default -> layer.getClass().getSimpleName();
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
