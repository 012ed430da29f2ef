package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * A piece of a model: settings, and a method that says what it computes. Tracing that method gives
 * a layer's weights, its output's shape and its gradient; there is nothing else to write.
 *
 * <p>A layer holds no state and may be used from many threads. Its identity counts: the same object
 * applied twice in a model, or in models within it, shares its weights, two equal ones don't. The
 * library's layers are records whose components are their config.
 *
 * <p>A custom layer:
 *
 * <pre>{@code
 * record Scale(float start) implements Layer {
 *   public Node call(Scope scope, Node... inputs) {
 *     Node factor = scope.weight("factor", Shape.of(inputs[0].shape().last()), Constant.of(start));
 *     return inputs[0].mul(factor);
 *   }
 * }
 * }</pre>
 */
public interface Layer {
  /**
   * Computes the output from the inputs by adding nodes to the inputs' graph.
   *
   * @throws IllegalArgumentException if the number, shapes or types of the inputs don't suit
   */
  Node call(Scope scope, Node... inputs);

  /** All outputs, for a layer that has several; most have the one of {@link #call}. */
  default List<Node> outputs(Scope scope, Node... inputs) {
    return List.of(call(scope, inputs));
  }

  /** What becomes of masks that come in with the inputs. */
  default Masking masking() {
    return Masking.REFUSED;
  }

  /** What a layer does with masks. */
  enum Masking {
    /** Steps keep their places: the output carries the inputs' mask. */
    PASSED,
    /** The layer reads masks itself and says what leaves it. */
    CONSUMED,
    /** The layer would mix masked steps with others: an error, better than a silent drop. */
    REFUSED
  }

  /**
   * Whose identity counts: the layer itself, but for one that only says how another is called, and
   * has no weights of its own.
   */
  default Layer identity() {
    return this;
  }

  /** The name of the kind, of which a model makes unique names: {@code batch_normalization}. */
  default String kind() {
    return Names.kind(getClass());
  }

  /** The name that a user gave the layer; empty if none, so that it gets one from its kind. */
  default String name() {
    return "";
  }

  /**
   * This layer applied to values of a Functional model: its first output. {@link Application#of}
   * gives all outputs of a layer that has several.
   *
   * @throws IllegalArgumentException naming the layer, if the inputs don't suit it
   */
  default Symbol on(Symbol... inputs) {
    return Application.of(this, inputs).outputs().getFirst();
  }

  /** This layer under a name of its own. */
  default Layer named(String name) {
    return new Named(name, this);
  }

  /** This layer with weights that training leaves alone, those of layers inside it too. */
  default Layer frozen() {
    return new Frozen(this);
  }
}
