package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.Collections;
import java.util.List;

/**
 * What a node computes: attributes and a shape rule, nothing else. Names are ONNX's where ONNX has
 * the op. What it means is in {@link Interpreter}, its gradient in {@link Autodiff}, its fast form
 * in the engine; each is a switch that names every op, so that a new one can't be forgotten.
 *
 * <p>Shapes: the first axis is the batch wherever there is one. Elementwise ops broadcast as NumPy
 * does.
 */
public sealed interface Op
    permits Source,
        Elementwise,
        Reduction,
        Movement,
        Contraction,
        Lookup,
        Selection,
        Window,
        Recurrent,
        Scan,
        Random,
        CrossEntropy {

  /** The op's name in prints and messages. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The shape of the result; also refuses inputs that don't go together.
   *
   * @throws IllegalArgumentException saying what was wanted and what came
   */
  Shape shape(List<Shape> inputs);

  /**
   * The type of the result; also refuses inputs of a wrong type. As a rule, floats of floats.
   *
   * @throws IllegalArgumentException saying what was wanted and what came
   */
  default DType dtype(List<DType> inputs) {
    return Rules.types(this, inputs, Collections.nCopies(inputs.size(), DType.FLOAT32));
  }
}
