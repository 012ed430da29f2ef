package dev.inlay.layer;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What a model is made of, layer by layer, for those who show it: {@code Model.outline}, {@code
 * Training.outline}.
 *
 * @param name the model's name, or its kind if it has none
 * @param parts the layers in the order in which they are first applied
 * @param chain whether each layer has one input and is used once, so that nothing need say so
 * @param entries for each input of the model, the name of the part that takes it; nothing if the
 *     model doesn't know its inputs yet
 * @param results for each output of the model, where it comes from; likewise
 */
public record Outline(
    String name, List<Part> parts, boolean chain, List<String> entries, List<Origin> results) {
  public Outline {
    parts = List.copyOf(parts);
    entries = List.copyOf(entries);
    results = List.copyOf(results);
  }

  /**
   * A layer.
   *
   * @param name unique within its model
   * @param path the beginning of its weights' paths
   * @param type its class, as Keras calls it
   * @param activation the name of its activation function; empty if it has none
   * @param inputs what it was given when it was last applied; nothing if the model doesn't know its
   *     inputs yet
   * @param outputs what it gave
   * @param uses where its inputs came from, for each of its applications; nothing comes from
   *     anywhere for the first layer of a model without inputs of its own
   * @param parameters how many numbers its weights have
   * @param training whether they are trained
   * @param inside its own layers, if it is a model that is to be taken apart
   */
  public record Part(
      String name,
      String path,
      String type,
      String activation,
      List<Port> inputs,
      List<Port> outputs,
      List<List<Origin>> uses,
      long parameters,
      Training training,
      Optional<Outline> inside) {
    public Part {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      uses = uses.stream().map(List::copyOf).toList();
    }

    /** Where its inputs came from, over all applications. */
    public List<Origin> origins() {
      return uses.stream().flatMap(List::stream).toList();
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
}
