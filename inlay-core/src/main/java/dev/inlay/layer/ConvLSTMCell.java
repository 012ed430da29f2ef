package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One step of an {@link LSTMCell} in which convolutions take the place of matrix products (Shi and
 * others 2015, without its peepholes): one of the inputs {@code [batch, space…, channels]}, and one
 * of the state h with padding {@code SAME}. The output is h, the states are h and c, each {@code
 * [batch, space…, filters]}.
 *
 * @param options what all cells have; its units are the filters
 * @param window how the filters slide over the inputs; over the state, with strides of 1
 * @param dilationRate the distance between the places of the inputs that a filter sees
 * @param recurrentActivation of the gates i, f and o
 * @param unitForgetBias whether the forget gate's bias is 1 at first
 */
public record ConvLSTMCell(
    CellOptions options,
    WindowOptions window,
    List<Integer> dilationRate,
    ActivationFunction recurrentActivation,
    boolean unitForgetBias)
    implements RNNCell, CellSettings<ConvLSTMCell> {
  private static final int GATES = 4;

  public ConvLSTMCell {
    dilationRate = List.copyOf(dilationRate);
    Convolving.check(window.axes(), window, dilationRate);
    Convolving.checkOneOf(window, dilationRate);
    Convolving.refuseCausal(window);
  }

  /**
   * Keras's defaults.
   *
   * @param axes how many axes of space there are
   * @param kernelSize one for all axes, or one for each
   */
  public static ConvLSTMCell of(int axes, int filters, int... kernelSize) {
    return new ConvLSTMCell(
        CellOptions.of(filters),
        WindowOptions.of(axes, kernelSize),
        Collections.nCopies(axes, 1),
        Activations.SIGMOID,
        true);
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public ConvLSTMCell withCellOptions(CellOptions options) {
    return new ConvLSTMCell(options, window, dilationRate, recurrentActivation, unitForgetBias);
  }

  /** How the filters slide over the inputs. */
  public ConvLSTMCell withWindow(WindowOptions window) {
    return new ConvLSTMCell(options, window, dilationRate, recurrentActivation, unitForgetBias);
  }

  /** The distance between the places that a filter sees: for each axis, or one for all. */
  public ConvLSTMCell withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", window.axes(), dilationRate);
    return new ConvLSTMCell(options, window, each, recurrentActivation, unitForgetBias);
  }

  public ConvLSTMCell withRecurrentActivation(ActivationFunction activation) {
    return new ConvLSTMCell(options, window, dilationRate, activation, unitForgetBias);
  }

  public ConvLSTMCell withUnitForgetBias(boolean unitForgetBias) {
    return new ConvLSTMCell(options, window, dilationRate, recurrentActivation, unitForgetBias);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(options.units(), options.units());
  }

  /** Zeros of the shape of the convolution of a step. */
  @Override
  public List<Node> firstStates(Scope scope, Node step) {
    checkStep(step.shape());
    Shape kernel = kernelShape(step.shape().last()).append(options.units());
    Shape row = conv().shape(List.of(step.shape(), kernel));
    Node first = Inputs.zeros(step, row.slice(1, row.rank()));
    return List.of(first, first);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Node x = Inputs.step(this, inputs);
    checkStep(x.shape());
    Start start = start(scope, x, inputs[1]);
    return step(start, start.z, inputs[1], inputs[2]);
  }

  /** One convolution of all steps' inputs, then one of the state after the other. */
  @Override
  public Recurrence over(Scope scope, Sequence sequence, List<Node> states) {
    Start start = start(scope, sequence.values(), states.getFirst());
    return Recurrence.of(
        scope, sequence.withValues(start.z), states, (z, s) -> step(start, z, s.get(0), s.get(1)));
  }

  private void checkStep(Shape step) {
    if (step.rank() != window.axes() + 2 || !step.slice(1, step.rank()).isKnown()) {
      throw new IllegalArgumentException(
          "wants steps [batch, %d axes of space, channels] of known lengths, got %s"
              .formatted(window.axes(), step));
    }
  }

  /** The inputs' part of the sums, and what the state's part is made with. */
  private record Start(Node z, Node recurrent, List<Node> factors) {}

  /**
   * Asks for the weights.
   *
   * @param x a step's values or those of all steps
   */
  private Start start(Scope scope, Node x, Node h) {
    int filters = options.units();
    Shape inputs = kernelShape(Inputs.known(x, -1)).append(GATES * filters);
    Node kernel = scope.weight("kernel", inputs, options.kernel());
    Shape states = kernelShape(filters).append(GATES * filters);
    Node recurrent = scope.weight("recurrent_kernel", states, options.recurrent());
    Node z = projected(scope, x, kernel);
    if (options.useBias()) {
      WeightOptions bias =
          unitForgetBias
              ? options.bias().withInitializer(new UnitForgetBias(options.bias().initializer()))
              : options.bias();
      z = z.add(scope.weight("bias", Shape.of(GATES * filters), bias));
    }
    return new Start(z, recurrent, options.stateFactors(scope, h, GATES));
  }

  private Node projected(Scope scope, Node x, Node kernel) {
    boolean steps = x.shape().rank() > window.axes() + 2;
    if (!scope.training() || options.dropout() == 0) {
      return convolved(x, kernel, steps);
    }
    Node one = steps ? x.slice(1, 0, 1) : x;
    return Node.concat(
        -1,
        IntStream.range(0, GATES)
            .mapToObj(
                i ->
                    convolved(
                        x.mul(Dropout.factors(scope, options.dropout(), one)),
                        options.gate(kernel, i),
                        steps))
            .toArray(Node[]::new));
  }

  private Node convolved(Node x, Node kernel, boolean steps) {
    Node images = steps ? Steps.merged(x) : x;
    Node sums = x.graph().add(conv(), images, kernel);
    return steps ? Steps.split(sums, x) : sums;
  }

  private List<Node> step(Start start, Node z, Node hBefore, Node cBefore) {
    Node sums = z.add(recurred(hBefore, start));
    return LSTMCell.states(options, recurrentActivation, sums, cBefore);
  }

  private Node recurred(Node h, Start start) {
    List<Integer> ones = Collections.nCopies(window.axes(), 1);
    var same = new Conv(ones, Padding.SAME, ones, 1);
    if (start.factors.isEmpty()) {
      return h.graph().add(same, h, start.recurrent);
    }
    return Node.concat(
        -1,
        IntStream.range(0, GATES)
            .mapToObj(
                i ->
                    h.graph()
                        .add(same, h.mul(start.factors.get(i)), options.gate(start.recurrent, i)))
            .toArray(Node[]::new));
  }

  private Conv conv() {
    return new Conv(window.strides(), window.padding(), dilationRate, 1);
  }

  private Shape kernelShape(int channels) {
    return Shape.of(window.size().stream().mapToInt(i -> i).toArray()).append(channels);
  }
}
