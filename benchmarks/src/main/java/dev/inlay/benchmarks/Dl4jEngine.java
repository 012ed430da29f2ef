package dev.inlay.benchmarks;

import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J with the best loop that can be written by hand: its {@code fit} moves whole tables, so
 * tables live in Java arrays; the network's own layers, workspaces and optimizer do the rest.
 */
final class Dl4jEngine implements Engine {
  static final String NAME = "dl4j";

  private static final double EPSILON = 1e-7;

  /**
   * Its loops and OpenBLAS have a pool of threads each, which keep the same cores busy waiting:
   * left alone, they make a small step twenty times slower. Small steps are fastest on one thread,
   * large ones with loops on all and products on one.
   */
  static Map<String, String> environment(Subject subject) {
    return subject.batch() * subject.products() < 100_000_000
        ? Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1")
        : Map.of("OMP_WAIT_POLICY", "passive", "OPENBLAS_NUM_THREADS", "1");
  }

  @Override
  public Trainer trainer(Subject subject) {
    if (!(subject instanceof EmbeddingMlp model)) {
      throw new IllegalArgumentException("layers are compared with PyTorch's alone");
    }
    MultiLayerNetwork network = network(model);
    JavaTables tables = new JavaTables(model, true);
    return new Trainer() {
      private int steps;

      @Override
      public float step(Rows rows) {
        try (INDArray x = inputs(model, tables, rows);
            INDArray y = matrix(rows.labels(), rows.count(), 1)) {
          var gradients = network.calculateGradients(x, y, null, null);
          Gradient dense = gradients.getFirst();
          network
              .getUpdater()
              .update(network, dense, steps++, 0, rows.count(), LayerWorkspaceMgr.noWorkspaces());
          network.params().subi(dense.gradient());
          // Of the sum over the rows, where the loss is their mean.
          try (INDArray sums = gradients.getSecond()) {
            float[] g = sums.muli(1f / rows.count()).dup('c').data().asFloat();
            tables.update(rows, g);
            // This way past "fit" gives no loss, which DL4J is spared.
            return g[0];
          }
        }
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  @Override
  public Predictor predictor(EmbeddingMlp model) {
    MultiLayerNetwork network = network(model);
    JavaTables tables = new JavaTables(model, false);
    return new Predictor() {
      @Override
      public float[] predict(Rows rows) {
        try (INDArray x = inputs(model, tables, rows);
            INDArray y = network.output(x)) {
          return y.data().asFloat();
        }
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  private static INDArray inputs(EmbeddingMlp model, JavaTables tables, Rows rows) {
    return matrix(tables.inputs(rows), rows.count(), model.width());
  }

  private static INDArray matrix(float[] values, int rows, int columns) {
    return Nd4j.create(values, new long[] {rows, columns}, 'c');
  }

  private static MultiLayerNetwork network(EmbeddingMlp model) {
    boolean regression = model.objective().isRegression();
    float rate = model.objective().learningRate();
    IUpdater optimizer =
        regression ? new Adam(rate, 0.9, 0.999, EPSILON) : new AdaGrad(rate, EPSILON);
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(optimizer)
            .weightInit(WeightInit.XAVIER)
            .list();
    int width = model.width();
    for (int units : model.hidden()) {
      layers.layer(
          new DenseLayer.Builder().nIn(width).nOut(units).activation(Activation.RELU).build());
      width = units;
    }
    layers.layer(
        new OutputLayer.Builder(regression ? LossFunction.MSE : LossFunction.XENT)
            .nIn(width)
            .nOut(1)
            .activation(regression ? Activation.IDENTITY : Activation.SIGMOID)
            .build());
    MultiLayerConfiguration configuration = layers.build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }
}
