package dev.inlay.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recurrence against numbers that Keras 3.16.0 gave for its layer LSTM with three units. */
class LstmTest {
  private static final Tensor.FloatTensor INPUT =
      numbers(
          Shape.of(2, 4, 3),
          """
          0.604 0.246 -0.607 -0.283 0.194 0.914 0.651 0.842 -0.041 -0.654 -0.995 -0.206
          0.113 0.651 -0.963 0.573 -0.332 0.402 0.161 0.996 -0.307 0.543 -0.57 0.598
          """);

  private static final Tensor.FloatTensor KERNEL =
      numbers(
          Shape.of(3, 12),
          """
          -0.023 -0.468 -0.838 0.8 0.574 0.773 -0.574 -0.0 -0.881 -0.736 0.839 0.23
          0.046 -0.511 0.28 -0.847 -0.133 -0.558 0.265 0.108 0.965 0.069 0.635 0.691
          0.692 0.183 0.649 0.432 0.284 0.435 -0.538 0.97 -0.52 0.507 0.691 0.186
          """);

  private static final Tensor.FloatTensor RECURRENT_KERNEL =
      numbers(
          Shape.of(3, 12),
          """
          0.308 0.432 0.14 0.671 0.965 0.472 -0.186 0.245 -0.928 0.112 -0.03 -0.862
          -0.525 -0.366 0.589 -0.949 0.89 0.368 -0.422 -0.739 0.189 0.483 0.169 -0.791
          0.971 0.076 -0.438 0.234 -0.874 -0.935 0.608 -0.476 0.896 -0.87 -0.075 -0.481
          """);

  private static final Tensor.FloatTensor BIAS =
      numbers(
          Shape.of(12),
          """
          0.275 0.161 -0.217 0.048 -0.693 -0.523 0.731 0.723 0.974 -0.124 -0.869 -0.35
          """);

  private static final Tensor.FloatTensor OUTPUT =
      numbers(
          Shape.of(2, 4, 3),
          """
          0.08700272 0.022820681 0.08982918 0.2823505 0.21330957 0.22226271 0.17623487
          0.23439416 0.22487701 0.32978165 0.026686836 0.07440244 0.11806252
          -0.014786825 0.14552344 0.13879898 0.16000868 0.05653114 0.20494132
          0.123176016 0.22628579 0.15628192 0.22538534 0.046390686
          """);

  /** The gradient of the output that those of the inputs and weights below are for. */
  private static final Tensor.FloatTensor OUTPUT_GRADIENT =
      numbers(
          Shape.of(2, 4, 3),
          """
          -0.828 0.563 0.651 -0.939 0.329 0.404 -0.522 -0.121 0.997 0.751 0.353 0.271
          0.689 -0.265 -0.18 0.891 -0.082 -0.326 0.345 -0.119 0.506 -0.218 0.211 -0.62
          """);

  private static final Tensor.FloatTensor INPUT_GRADIENT =
      numbers(
          Shape.of(2, 4, 3),
          """
          0.061877396 0.033484712 0.117123164 0.17046392 0.07101603 0.09250406
          -0.0070566647 0.1012723 0.0035442973 -0.09255609 0.024972955 0.10456781
          -0.045581467 -0.00028271673 0.017475411 -0.1325464 -0.0050617377 -0.054848354
          -0.05317629 0.039919976 0.041668504 0.0839726 -0.056080397 0.07932286
          """);

  private static final Tensor.FloatTensor KERNEL_GRADIENT =
      numbers(
          Shape.of(3, 12),
          """
          -0.04731074 -0.0010911897 0.066938445 -0.00079768896 -0.005705477 0.008711452
          0.05817034 0.03269229 -0.036709517 -0.06925005 -0.0116821695 0.054622266
          -0.00012717396 -0.0055555506 0.067849144 -0.036883473 -0.014407398 0.053999968
          -0.14354658 -0.045415338 0.09839853 -0.12643313 -0.031316552 0.15543392
          -0.09071446 0.0054920428 0.032147724 -0.04059612 0.0036220811 -0.008008443
          -0.20764896 -0.01880898 -0.0060883313 -0.14261392 0.03593078 -0.003912141
          """);

  private static final Tensor.FloatTensor RECURRENT_KERNEL_GRADIENT =
      numbers(
          Shape.of(3, 12),
          """
          0.0077084587 0.00036410533 0.029798474 0.0047450657 -0.0010741812 0.010042979
          0.00011268351 0.0008350769 0.0027916285 0.0060783247 0.0031476207 0.04104198
          0.011972722 0.0002872707 0.021719657 0.0070769927 -0.0007649662 0.009146389
          0.0013526371 0.0031272147 0.0060595544 0.01695946 0.0014920472 0.035427675
          0.008731577 0.0010320852 0.024784792 0.006102822 -0.00018012675 0.0066273883
          0.004935456 0.0033194313 -0.0016243174 0.012317261 0.005624621 0.030163385
          """);

  private static final Tensor.FloatTensor BIAS_GRADIENT =
      numbers(
          Shape.of(12),
          """
          0.03674651 0.02189719 0.1740909 0.01579681 -0.0009014888 0.036007483
          -0.17691357 0.07649177 0.06182881 0.04907019 0.050841432 0.21220407
          """);

  private final Graph graph = new Graph();

  private static Tensor.FloatTensor numbers(Shape shape, String text) {
    String[] words = text.strip().split("\\s+");
    float[] data = new float[words.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.parseFloat(words[i]);
    }
    return Tensor.of(shape, data);
  }

  private Node weight(Tensor values) {
    Variable variable = new Variable("w" + graph.nodes().size(), values.shape(), true);
    variable.assign(values);
    return graph.weight(variable);
  }

  private Node states(Node z, Node kernel, Node h, Node c) {
    int units = kernel.shape().dim(0);
    return graph
        .add(new Recurrent.Lstm(false), z, kernel, h, c)
        .slice(2, 5 * units, Movement.Slice.END);
  }

  @Test
  void isKeras() {
    List<Node> weights =
        List.of(weight(INPUT), weight(KERNEL), weight(RECURRENT_KERNEL), weight(BIAS));
    Node z = weights.get(0).matMul(weights.get(1)).add(weights.get(3));
    Node zero = graph.constant(Tensor.zeros(Shape.of(2, 3)));
    Node output = states(z, weights.get(2), zero, zero);
    Node loss = output.mul(graph.constant(OUTPUT_GRADIENT)).sum();
    var gradients = Autodiff.gradients(loss, graph.weights().keySet());

    var run =
        Interpreter.run(
            new Program(graph, List.of(), List.of(output), gradients, java.util.Map.of()),
            List.of(),
            0);

    assertThat(run.outputs().getFirst().toFloats().data())
        .containsExactly(OUTPUT.data(), within(1e-6f));
    List<Tensor.FloatTensor> wanted =
        List.of(INPUT_GRADIENT, KERNEL_GRADIENT, RECURRENT_KERNEL_GRADIENT, BIAS_GRADIENT);
    for (int i = 0; i < wanted.size(); i++) {
      Variable variable = ((Source.Weight) weights.get(i).op()).variable();
      assertThat(run.gradients().get(variable).data())
          .containsExactly(wanted.get(i).data(), within(1e-6f));
    }
  }

  /** Steps with mask 0 are as if they were not there. */
  @Test
  void maskedStepsCarryTheStatesOn() {
    Node kernel = weight(RECURRENT_KERNEL);
    Node z = graph.constant(INPUT).matMul(weight(KERNEL));
    Node zero = graph.constant(Tensor.zeros(Shape.of(2, 3)));
    Node mask = graph.constant(Tensor.of(new float[][] {{1, 0, 1, 0}, {1, 0, 1, 0}}));
    Node masked = graph.add(new Recurrent.Lstm(true), z, kernel, zero, zero, mask);
    Node shorter = Node.concat(1, z.slice(1, 0, 1), z.slice(1, 2, 3));
    Node h = masked.slice(2, 15, 18);

    Node carried = h.slice(1, 1, 2).sub(h.slice(1, 0, 1));
    Node same = h.slice(1, 3, 4).sub(states(shorter, kernel, zero, zero).slice(1, 1, 2));

    for (Tensor difference :
        Interpreter.run(Program.of(graph, List.of(carried, same)), List.of(), 0).outputs()) {
      assertThat(difference.toFloats().data()).containsOnly(0);
    }
  }
}
