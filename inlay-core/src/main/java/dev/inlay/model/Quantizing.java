package dev.inlay.model;

import dev.inlay.graph.Variable;
import dev.inlay.layer.Application;
import dev.inlay.layer.CalledAs;
import dev.inlay.layer.HalfPrecision;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Quantization;
import dev.inlay.layer.Quantized;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Wrapper;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes quantized models of others: of the same layers in the same order, under the same names. */
final class Quantizing {
  private final Quantization how;
  private final Predicate<Layer> which;

  /** What became of each layer: one that is used twice stays one. */
  private final Map<Layer, Layer> made = new IdentityHashMap<>();

  private final List<Model> models = new ArrayList<>();

  private Quantizing(Quantization how, Predicate<Layer> which) {
    this.how = how;
    this.which = which;
  }

  /**
   * A model whose weights are those of another one, rounded.
   *
   * @param which says of each layer whether it is quantized, if it can be
   */
  static Model of(Model model, Quantization how, Predicate<Layer> which) {
    var quantizing = new Quantizing(how, which);
    Model quantized = quantizing.model(model);
    quantized.stages().built();
    // What the other model has isn't kept any longer.
    quantizing.models.forEach(each -> each.stages().weights().beginAs(Map.of()));
    model.compiled().ifPresent(quantized::compile);
    return quantized;
  }

  private Model model(Model model) {
    Structure structure =
        switch (model.structure()) {
          case Chain chain -> chain(chain, model);
          case Network network -> network(network);
        };
    Model quantized = Model.of(model.name(), structure, model.seed());
    Map<String, Variable> weights = model.stages().weights().byPath();
    quantized.stages().weights().beginAs(weights);
    models.add(quantized);
    return quantized;
  }

  private Chain chain(Chain chain, Model model) {
    Symbol input = chain.input();
    if (input == null && chain.inputs().isEmpty() && model.knowsInputs()) {
      input = new Input(model.inputs().getFirst()).on();
    }
    return new Chain(input, chain.layers().stream().map(this::layer).toList());
  }

  private Network network(Network network) {
    Set<Application> all = new LinkedHashSet<>(network.applications());
    network.inputSymbols().forEach(input -> all.add(input.application()));
    Map<Symbol, Symbol> symbols = new IdentityHashMap<>();
    for (Application application : all) {
      Symbol[] inputs = application.inputs().stream().map(symbols::get).toArray(Symbol[]::new);
      Application again = Application.of(layer(application.layer()), inputs);
      for (int i = 0; i < again.outputs().size(); i++) {
        symbols.put(application.outputs().get(i), again.outputs().get(i));
      }
    }
    return new Network(
        network.inputSymbols().stream().map(symbols::get).toList(),
        network.outputs().stream().map(symbols::get).toList());
  }

  private Layer layer(Layer layer) {
    return layer(layer, layer);
  }

  /**
   * What becomes of a layer.
   *
   * @param asked the layer with all that is around it, which knows its name
   */
  private Layer layer(Layer layer, Layer asked) {
    Layer known = made.get(layer);
    if (known == null) {
      known =
          switch (layer) {
            case Model model -> model(model);
            case CalledAs(Layer inner, Layer first) -> new CalledAs(layer(inner), layer(first));
            case Quantized _, HalfPrecision _ -> layer;
            case Wrapper wrapper -> wrapper.around(layer(wrapper.layer(), asked));
            case Layer other -> which.test(asked) ? Quantized.wherePossible(other, how) : other;
          };
      made.put(layer, known);
    }
    return known;
  }
}
