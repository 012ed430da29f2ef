package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that make up for missed steps end where moving the whole table ends. */
class ExactRowsTest {
  private static final int ROWS = 40;
  private static final int WIDTH = 5;
  private static final int STEPS = 3_000;

  /** Rises, then falls: no two steps are alike. */
  record WarmUp(float top) implements LearningRate {
    @Override
    public float at(int step) {
      return step < 500 ? top * (step + 1) / 500 : top * 500 / step;
    }
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Adam.of(0.01f),
        Adam.of(new WarmUp(0.02f)),
        Adam.of(0.01f).withBetas(0.9f, 0.99f),
        Adam.of(0.01f).withBetas(0.95f, 0.98f),
        Adam.of(0.01f).withBetas(0.9f, 0.9f),
        Adam.of(0.01f).withBetas(0.9f, 0.5f),
        Adam.of(0.01f).withBetas(0, 0.999f),
        Adam.of(0.01f).withEpsilon(1),
        Sgd.of(0.01f).withMomentum(0.9f),
        Sgd.of(new WarmUp(0.02f)).withMomentum(0.9f).withNesterov(true),
        Sgd.of(0.01f),
        Adagrad.of(0.1f),
        RmsProp.of(0.01f),
        RmsProp.of(new WarmUp(0.02f)).withMomentum(0.9f),
        RmsProp.of(0.01f).withCentered(true).withMomentum(0.5f),
        Adam.of(0.01f).withAmsgrad(true),
        Adam.of(new WarmUp(0.02f)).withBetas(0.9f, 0.5f).withAmsgrad(true),
        Adamax.of(0.01f),
        Adamax.of(new WarmUp(0.02f)).withBetas(0.8f, 0.99f),
        Nadam.of(0.01f),
        Nadam.of(new WarmUp(0.02f)).withEpsilon(1e-3f),
        Adadelta.of(10),
        ScheduleFreeAdamW.of(0.01f),
        ScheduleFreeAdamW.of(new WarmUp(0.02f)).withBetas(0.8f, 0.99f).withWeightDecay(0.01f),
        Lion.of(0.01f),
        Lion.of(new WarmUp(0.001f)).withBetas(0.9f, 0.9f),
        Ftrl.of(0.1f),
        Ftrl.of(new WarmUp(0.2f)).withRegularization(0.01f, 0.1f),
        Ftrl.of(0.1f).withL2Shrinkage(0.01f).withBeta(0.1f),
        ProximalGradientDescent.of(0.01f).withRegularization(0.001f, 0.01f),
        Adam.of(0.01f).withWeightDecay(0.1f),
        Sgd.of(0.01f).withMomentum(0.9f).withWeightDecay(0.1f),
        Adagrad.of(0.1f).withWeightDecay(0.01f),
        ProximalAdagrad.of(0.1f).withRegularization(0.01f, 0.1f),
        Sgd.of(0.01f).withWeightDecay(0.1f),
        Sgd.of(new WarmUp(0.02f)).withMomentum(0.99f).withNesterov(true).withWeightDecay(0.3f),
        Sgd.of(0.001f).withMomentum(0.9999f).withWeightDecay(0.3f),
        Adagrad.of(0.1f).withRowwise(true).withWeightDecay(0.01f),
        Adam.of(new WarmUp(0.02f)).withWeightDecay(1),
        Adam.of(0.01f).withBetas(0.9f, 0.5f).withWeightDecay(0.3f),
        Adam.of(0.01f).withWeightDecay(40),
        Adam.of(new WarmUp(0.02f)).withAmsgrad(true).withWeightDecay(0.3f),
        Adam.of(0.01f).withBetas(0.9f, 0.5f).withAmsgrad(true).withWeightDecay(0.3f),
        Adamax.of(0.01f).withWeightDecay(0.3f),
        Nadam.of(0.01f).withWeightDecay(0.3f),
        RmsProp.of(0.01f).withWeightDecay(0.3f),
        RmsProp.of(new WarmUp(0.02f)).withMomentum(0.9f).withWeightDecay(0.3f),
        Adadelta.of(10).withWeightDecay(0.0003f),
        Lion.of(new WarmUp(0.001f)).withWeightDecay(0.3f),
        Lion.of(0.01f).withBetas(0.9f, 0.9f).withWeightDecay(0.3f),
        Ftrl.of(0.1f).withWeightDecay(0.3f),
        Ftrl.of(0.1f).withL2Shrinkage(0.01f).withWeightDecay(0.3f),
        ScheduleFreeAdamW.of(0.01f).withWeightDecay(1));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void endWhereTheWholeTableEnds(Optimizer optimizer) {
    float[] start = new float[ROWS * WIDTH];
    Arrays.fill(start, 0.5f);
    Random random = new Random(7);
    Moved whole = new Moved(optimizer, start, WIDTH);
    Moved rows = new Moved(optimizer, start, WIDTH);
    for (int step = 0; step < STEPS; step++) {
      Map<Integer, float[]> gradients = gradients(random);
      whole.dense(whole(gradients));
      rows.exact(gradients);
      if (step == 777) {
        rows.flush();
      }
    }
    rows.flush();

    double way = largest(whole.values.array(), start);
    assertThat(way).isGreaterThan(0.1);
    if (optimizer instanceof Adam adam && !adam.amsgrad()) {
      // In the whole table all of 3000 steps are rounded; rows that catch up are no farther off.
      float[] truth = inDoubles(adam, start, new Random(7));
      assertThat(largest(rows.values.array(), truth))
          .isLessThan(Math.max(1e-6 * way, largest(whole.values.array(), truth)));
    } else {
      assertThat(largest(rows.values.array(), whole.values.array()))
          .isLessThan(3e-6 * way + rounding(optimizer, way));
    }
  }

  /** What the whole table may lose in its steps, of which rows that catch up by sums make one. */
  private static double rounding(Optimizer optimizer, double way) {
    Optimizer bare = optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
    boolean sums =
        bare instanceof Adam
            || bare instanceof Adamax
            || bare instanceof Lion
            || bare instanceof ScheduleFreeAdamW;
    return sums ? STEPS * Math.ulp((float) way) / 5 : 0;
  }

  /** Some rows at every step, some rarely, the last few never. */
  private static Map<Integer, float[]> gradients(Random random) {
    Map<Integer, float[]> gradients = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      double u = random.nextDouble();
      float[] g = new float[WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        g[j] = (float) (random.nextGaussian() * Math.pow(10, -j));
      }
      gradients.put((int) ((ROWS - 3) * u * u * u), g);
    }
    return gradients;
  }

  private static double largest(float[] a, float[] b) {
    double d = 0;
    for (int i = 0; i < a.length; i++) {
      d = Math.max(d, Math.abs(a[i] - (double) b[i]));
    }
    return d;
  }

  /** Adam over the whole table in doubles, rounded once, at the end. */
  private static float[] inDoubles(Adam adam, float[] start, Random random) {
    double[] m = new double[start.length];
    double[] v = new double[start.length];
    double[] w = new double[start.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = start[i];
    }
    Rule rule = Rule.of(adam);
    float[] hyper = Rule.numbers();
    for (int step = 0; step < STEPS; step++) {
      float[] g = whole(gradients(random));
      rule.prepare(step + 1, adam.learningRate().at(step), hyper);
      double pace = hyper[0];
      for (int i = 0; i < w.length; i++) {
        m[i] += (g[i] - m[i]) * AdamRule.rest(adam.beta1());
        v[i] += ((double) g[i] * g[i] - v[i]) * AdamRule.rest(adam.beta2());
        w[i] -= pace * m[i] / (Math.sqrt(v[i]) + adam.epsilon());
      }
    }
    float[] rounded = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      rounded[i] = (float) w[i];
    }
    return rounded;
  }

  private static float[] whole(Map<Integer, float[]> gradients) {
    float[] all = new float[ROWS * WIDTH];
    gradients.forEach((row, g) -> System.arraycopy(g, 0, all, row * WIDTH, WIDTH));
    return all;
  }

  @Test
  void lazyRowsOnlyMoveWhenSeen() {
    float[] start = new float[4];
    Arrays.fill(start, 1);
    Moved table = new Moved(Adam.of(0.1f), start, 2);
    table.lazy(Map.of(0, new float[] {1, -1}));
    float[] once = table.values.array().clone();
    table.lazy(Map.of(1, new float[] {1, -1}));

    assertThat(once[0]).isLessThan(1);
    assertThat(table.values.array()[0]).isEqualTo(once[0]);
    assertThat(table.values.array()[2]).isLessThan(1);
  }
}
