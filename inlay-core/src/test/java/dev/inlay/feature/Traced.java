package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.layer.Encoding;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A layer over raw rows, traced, and run by the definition of its ops. */
record Traced(Weights weights, Program program, List<Encoding> encodings, Scope scope) {
  static Traced of(Layer layer) {
    var weights = new Weights(1);
    var graph = new Graph();
    Scope scope = Scope.root(graph, weights, true);
    Node output = scope.applyAll("layer", layer).getFirst();
    return new Traced(weights, Program.of(graph, List.of(output)), scope.encodings(), scope);
  }

  void assign(String path, Tensor values) {
    weights.get("layer/" + path).assign(values);
  }

  FloatTensor run(Map<String, ? extends Value> features) {
    return run(Batch.of(features));
  }

  FloatTensor run(Batch rows) {
    Map<String, Value> inputs = new HashMap<>();
    encodings.forEach(encoding -> inputs.putAll(encoding.encode(rows)));
    List<Value> values =
        program.inputs().stream()
            .map(node -> inputs.get(((Source.Input) node.op()).spec().name()))
            .toList();
    return (FloatTensor) Interpreter.run(program, values, 0).outputs().getFirst();
  }
}
