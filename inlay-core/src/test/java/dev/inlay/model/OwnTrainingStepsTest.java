package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.Adam;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Losses over one or several models that fit doesn't know. */
class OwnTrainingStepsTest {
  private static final int PAIRS = 24;

  private final Model users = Sequential.of(Embedding.of(PAIRS, 8), Flatten.of(), Dense.of(6));
  private final Model items = Sequential.of(Embedding.of(PAIRS, 8), Flatten.of(), Dense.of(6));
  private final Weights weights = new Weights(1);

  private static Node ids(Scope scope, String name) {
    return scope.input(TensorSpec.of(name, DType.INT32, Shape.batchOf(1)));
  }

  private static Node floats(Scope scope, String name, int width) {
    return scope.input(TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(width)));
  }

  private static Tensor ids(int count) {
    return Tensor.of(Shape.of(count, 1), IntStream.range(0, count).toArray());
  }

  private Computation retrieval() {
    Scope scope = Scope.root(new Graph(), weights, true);
    Node user = scope.apply(users, ids(scope, "user"));
    Node item = scope.apply(items, ids(scope, "item"));
    Node scores = user.matMul(item.transpose(1, 0));
    Node loss = scores.logSumExp().sub(user.mul(item).sum(-1)).mean();
    return Computation.training(scope, loss, List.of());
  }

  @Test
  void twoTowersLearnFromTheOthersOfTheBatch() {
    Computation step = retrieval();
    Trainer trainer = Trainer.of(weights, Adam.of(0.02f), 1);
    Batch pairs = step.encode(Batch.of(Map.of("user", ids(PAIRS), "item", ids(PAIRS))));
    double wanted = lossByHand();
    assertThat((double) trainer.step(step, pairs)).isCloseTo(wanted, within(1e-5 * wanted));
    for (int i = 0; i < 150; i++) {
      float loss = trainer.step(step, pairs);
      assertThat(loss).isFinite();
    }
    trainer.finish();
    assertThat(trainer.step()).isEqualTo(151);
    assertThat(lossByHand()).isLessThan(wanted / 10);
    double[][] scores = scores();
    for (int u = 0; u < PAIRS; u++) {
      double[] row = scores[u];
      int best = IntStream.range(0, PAIRS).reduce(0, (a, b) -> row[b] > row[a] ? b : a);
      assertThat(best).isEqualTo(u);
    }
  }

  /** Of what the models predict: they share the weights that are trained. */
  private double[][] scores() {
    float[] u = users.predict(ids(PAIRS)).data();
    float[] v = items.predict(ids(PAIRS)).data();
    double[][] scores = new double[PAIRS][PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      for (int j = 0; j < PAIRS; j++) {
        for (int k = 0; k < 6; k++) {
          scores[i][j] += u[i * 6 + k] * v[j * 6 + k];
        }
      }
    }
    return scores;
  }

  private double lossByHand() {
    double[][] scores = scores();
    double loss = 0;
    for (int i = 0; i < PAIRS; i++) {
      double sum = 0;
      for (double s : scores[i]) {
        sum += Math.exp(s);
      }
      loss += (Math.log(sum) - scores[i][i]) / PAIRS;
    }
    return loss;
  }

  /** A generator and a discriminator: each step moves the weights of one. */
  @Test
  void twoModelsPlayAgainstEachOther() {
    Symbol noise = Input.of("noise", DType.FLOAT32, 3);
    Model generator = Sequential.of(noise, Dense.of(8, Activations.RELU), Dense.of(2));
    Symbol data = Input.of("data", DType.FLOAT32, 2);
    Model discriminator = Sequential.of(data, Dense.of(8, Activations.RELU), Dense.of(1));

    Scope judged = Scope.root(new Graph(), weights, true);
    Node fake = judged.apply(discriminator, judged.apply(generator, floats(judged, "noise", 3)));
    Node real = judged.apply(discriminator, floats(judged, "real", 2));
    Node doubts = fake.softplus().mean().add(real.neg().softplus().mean());
    Computation judge =
        Computation.training(judged, doubts, List.of(), discriminator.variables().values());

    Weights others = new Weights(2);
    Scope made = Scope.root(new Graph(), others, true);
    Node seen = made.apply(discriminator, made.apply(generator, floats(made, "noise", 3)));
    Computation fool =
        Computation.training(
            made, seen.neg().softplus().mean(), List.of(), generator.variables().values());

    Trainer judging = Trainer.of(weights, Adam.of(0.01f), 1);
    Trainer fooling = Trainer.of(others, Adam.of(0.01f), 2);
    Batch batch = Batch.of(Map.of("noise", noise(1, 32, 3), "real", noise(2, 32, 2)));
    for (int i = 0; i < 3; i++) {
      Map<String, Tensor.FloatTensor> g = generator.weights();
      Map<String, Tensor.FloatTensor> d = discriminator.weights();
      float before = judging.step(judge, judge.encode(batch));
      assertThat(generator.weights()).isEqualTo(g);
      assertThat(discriminator.weights()).isNotEqualTo(d);
      Map<String, Tensor.FloatTensor> moved = discriminator.weights();
      float fooled = fooling.step(fool, fool.encode(batch));
      assertThat(fooled).isPositive();
      assertThat(discriminator.weights()).isEqualTo(moved);
      assertThat(generator.weights()).isNotEqualTo(g);
      assertThat(before).isPositive();
    }
    assertThat(judging.step()).isEqualTo(3);
  }

  private static Tensor noise(long seed, int rows, int width) {
    float[] data = new float[rows * width];
    Random numbers = new Random(seed);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) numbers.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, width), data);
  }

  /** The gradient of a gradient, as a penalty. */
  @Test
  void gradientsMayBePartOfTheLoss() {
    Model critic = Sequential.of(Dense.of(1).withUseBias(false));
    Scope scope = Scope.root(new Graph(), weights, true);
    Node x = floats(scope, "x", 2);
    Node score = scope.apply(critic, x).square().sum();
    Node slope =
        ((Gradient.Dense) Autodiff.gradients(score, List.of(x)).get(x)).value().square().sum();
    Computation step = Computation.training(scope, slope, List.of(score));
    Trainer trainer = Trainer.of(weights, Sgd.of(0.01f), 1);
    Batch batch = step.encode(Batch.of(Map.of("x", Tensor.of(new float[][] {{1, 2}}))));
    float first = trainer.step(step, batch);
    float score0 = step.number(1);
    assertThat(score0).isPositive();
    assertThat(trainer.step(step, batch)).isLessThan(first);
  }

  @Test
  void mistakesAreNamed() {
    Scope scope = Scope.root(new Graph(), weights, true);
    Node user = scope.apply(users, ids(scope, "user"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Computation.training(scope, user.sum(-1), List.of()))
        .withMessageContaining("a loss is one number, not of shape (None,)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Computation.training(scope, user.stopGradient().sum(), List.of()))
        .withMessageContaining("the loss depends on none of the weights")
        .withMessageContaining("embedding/embeddings");
    Scope mixed = Scope.root(new Graph(), weights, true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mixed.apply(items, ids(mixed, "item")))
        .withMessageContaining("\"sequential\" is another model's path in these weights")
        .withMessageContaining("give the models names");
    Scope other = Scope.root(new Graph(), new Weights(1), true);
    assertThat(other.apply(items, ids(other, "item")).shape().rank()).isEqualTo(2);
    assertThat(items.predict(ids(1)).rows()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Computation.training(scope, user.sum(), List.of(), items.variables().values()))
        .withMessageContaining("none of the 3 weights to be moved is trained in this trace");

    Computation step = retrieval();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step.encode(Batch.of(Map.of("usr", ids(3)))))
        .withMessageContaining("the data has none of the inputs [user, item]; it has [usr]");
    Batch half = step.encode(Batch.of(Map.of("user", ids(3))));
    Trainer trainer = Trainer.of(weights, Adam.of(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.step(step, half))
        .withMessageContaining("item");

    Trainer ofUsers = Trainer.of(weights, Adam.of(), 1);
    Computation first = Computation.training(scope, user.sum(), List.of());
    assertThat(ofUsers.step(first, first.encode(Batch.of(Map.of("user", ids(3)))))).isFinite();
    Batch pairs = step.encode(Batch.of(Map.of("user", ids(3), "item", ids(3))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofUsers.step(step, pairs))
        .withMessageContaining("isn't among those with which this trainer began")
        .withMessageContaining("a trainer of its own");
  }
}
