package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What batches bring to a trace, and what is made of it before they are fed: layers that read texts
 * or raw rows leave their {@link Encoding} here.
 */
final class DataSide {
  private final Graph graph;
  private final Map<String, Encoding> encodings = new LinkedHashMap<>();
  private final List<IdRange> idRanges = new ArrayList<>();

  /** All inputs, and those of them that encodings make. */
  private final Set<Node> raw = new HashSet<>();

  private final Set<Node> made = new HashSet<>();

  DataSide(Graph graph) {
    this.graph = graph;
  }

  /** A value that each batch brings. */
  Node input(TensorSpec spec) {
    Node input = graph.input(spec);
    raw.add(input);
    return input;
  }

  boolean isRaw(Node value) {
    return raw.contains(value);
  }

  /** One of the values that the layer at a path makes of raw rows. */
  Node encoded(String path, RowEncoder layer, TensorSpec spec) {
    var encoding =
        encodings.computeIfAbsent(path, at -> new Encoding(at, List.of(), layer.encoder()));
    return made(encoding, spec.name(), spec);
  }

  /**
   * A value that the layer at a path makes of others.
   *
   * @throws IllegalArgumentException if one of them is computed by the model
   */
  Node encoded(String path, TensorSpec spec, Encoding.Function function, Node... sources) {
    List<String> names = new ArrayList<>();
    for (Node node : sources) {
      if (!isRaw(node)) {
        throw new IllegalArgumentException(
            "reads what comes with the data, but its input is computed by the model; put it in"
                + " front of the other layers");
      }
      names.add(nameOf(node));
    }
    String name = spec.name();
    for (int i = 1; encodings.containsKey(Place.join(path, name)); i++) {
      name = spec.name() + "_" + i;
    }
    Encoding encoding = Encoding.of(path, name, names, function);
    encodings.put(Place.join(path, name), encoding);
    return made(encoding, name, spec);
  }

  private Node made(Encoding encoding, String name, TensorSpec spec) {
    Node input =
        input(new TensorSpec(encoding.input(name), spec.dtype(), spec.shape(), spec.ragged()));
    made.add(input);
    return input;
  }

  void requireIds(IdRange range) {
    idRanges.add(range);
  }

  /** The inputs that aren't made here. */
  List<TensorSpec> brought() {
    return graph.inputs().stream()
        .filter(node -> raw.contains(node) && !made.contains(node))
        .map(node -> ((Source.Input) node.op()).spec())
        .toList();
  }

  /** The inputs that these outputs need, and those that nobody reads. */
  List<Node> fed(List<Node> outputs) {
    Set<Node> used = new HashSet<>(outputs);
    graph.nodes().forEach(node -> used.addAll(node.inputs()));
    Set<String> read = new HashSet<>();
    encodings.values().forEach(encoding -> read.addAll(encoding.sources()));
    return graph.inputs().stream()
        .filter(node -> used.contains(node) || !read.contains(nameOf(node)))
        .toList();
  }

  private static String nameOf(Node input) {
    return ((Source.Input) input.op()).spec().name();
  }

  List<IdRange> idRanges() {
    return List.copyOf(idRanges);
  }

  List<Encoding> encodings() {
    return List.copyOf(encodings.values());
  }
}
