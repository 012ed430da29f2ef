package dev.inlay.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * TensorFlow Java in graph mode. Its own optimizers update embedding tables densely, so this writes
 * the sparse update by hand: gradients for the rows looked up, summed by id, applied to those rows.
 */
final class TensorFlowEngine implements Engine {
  static final String NAME = "tensorflow";

  @Override
  public Trainer trainer(Subject subject) {
    if (!(subject instanceof EmbeddingMlp model)) {
      throw new IllegalArgumentException("layers are compared with PyTorch's alone");
    }
    Net net = new Net(model, true);
    return new Trainer() {
      @Override
      public float step(Rows rows) {
        return net.step(rows);
      }

      @Override
      public void close() {
        net.close();
      }
    };
  }

  @Override
  public Predictor predictor(EmbeddingMlp model) {
    Net net = new Net(model, false);
    return new Predictor() {
      @Override
      public float[] predict(Rows rows) {
        return net.predict(rows);
      }

      @Override
      public void close() {
        net.close();
      }
    };
  }

  /** The graph with its session. */
  private static final class Net {
    private final EmbeddingMlp model;
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Session session;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Placeholder<TInt32>> ids = new ArrayList<>();
    private final Placeholder<TFloat32> numerics;
    private final Placeholder<TFloat32> labels;
    private final Operand<TFloat32> output;
    private final List<Op> assigns = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();
    private @Nullable Operand<TFloat32> loss;
    private @Nullable Step step;

    Net(EmbeddingMlp model, boolean training) {
      this.model = model;
      numerics = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, model.numerics())));
      labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));

      List<Operand<? extends TType>> tables = new ArrayList<>();
      List<Output<?>> rows = new ArrayList<>();
      List<Operand<TFloat32>> parts = new ArrayList<>();
      if (model.numerics() > 0) {
        parts.add(numerics);
      }
      for (int t = 0; t < model.tables(); t++) {
        Placeholder<TInt32> id = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        ids.add(id);
        Operand<? extends TType> table =
            variable(Shape.of(model.vocabulary(), model.dimension()), 0.05f);
        tables.add(table);
        Operand<TFloat32> looked = tf.resourceGather(table, id, TFloat32.class);
        rows.add(looked.asOutput());
        parts.add(looked);
      }
      List<Operand<? extends TType>> dense = new ArrayList<>();
      List<Output<?>> denseValues = new ArrayList<>();
      Operand<TFloat32> x = parts.size() == 1 ? parts.getFirst() : tf.concat(parts, tf.constant(1));
      int width = model.width();
      List<Integer> units = new ArrayList<>(model.hidden());
      units.add(1);
      for (int i = 0; i < units.size(); i++) {
        int n = units.get(i);
        Operand<? extends TType> kernel =
            variable(Shape.of(width, n), (float) Math.sqrt(6.0 / (width + n)));
        Operand<? extends TType> bias = variable(Shape.of(n), 0f);
        Operand<TFloat32> w = tf.readVariableOp(kernel, TFloat32.class);
        Operand<TFloat32> b = tf.readVariableOp(bias, TFloat32.class);
        dense.add(kernel);
        dense.add(bias);
        denseValues.add(w.asOutput());
        denseValues.add(b.asOutput());
        x = tf.nn.biasAdd(tf.linalg.matMul(x, w), b);
        if (i < units.size() - 1) {
          x = tf.nn.relu(x);
        }
        width = n;
      }
      output = x;
      if (training) {
        train(tables, rows, dense, denseValues);
      }
      session = new Session(graph);
      Session.Runner runner = session.runner();
      assigns.forEach(runner::addTarget);
      runner.run().close();
      assigns.clear();
    }

    private void train(
        List<Operand<? extends TType>> tables,
        List<Output<?>> rows,
        List<Operand<? extends TType>> dense,
        List<Output<?>> denseValues) {
      Operand<TFloat32> each =
          model.objective().isRegression()
              ? tf.math.squaredDifference(output, labels)
              : tf.math.add(
                  tf.math.sub(tf.nn.relu(output), tf.math.mul(output, labels)),
                  tf.math.softplus(tf.math.neg(tf.math.abs(output))));
      loss = tf.math.mean(each, tf.constant(new int[] {0, 1}));
      step = model.objective().isRegression() ? new Adam() : new Adagrad();
      List<Output<?>> all = new ArrayList<>(rows);
      all.addAll(denseValues);
      Output<?>[] gradients = graph.addGradients(loss.asOutput(), all.toArray(new Output<?>[0]));
      for (int i = 0; i < tables.size(); i++) {
        // Ids that stand twice in a batch: their gradients are summed first.
        var unique = tf.unique(ids.get(i), tf.constant(new int[] {0}));
        Operand<TFloat32> summed =
            tf.math.unsortedSegmentSum(
                gradients[i].expect(TFloat32.class), unique.idx(), tf.size(unique.y()));
        step.rows(tables.get(i), unique.y(), summed);
      }
      for (int i = 0; i < dense.size(); i++) {
        Operand<TFloat32> g = gradients[tables.size() + i].expect(TFloat32.class);
        step.dense(dense.get(i), denseValues.get(i).shape(), g);
      }
      step.end();
    }

    private Operand<? extends TType> variable(Shape shape, float limit) {
      return variable(shape, limit, 0f);
    }

    private Operand<? extends TType> variable(Shape shape, float limit, float constant) {
      Operand<? extends TType> handle =
          tf.varHandleOp(
              TFloat32.class,
              shape,
              org.tensorflow.op.core.VarHandleOp.sharedName("v" + assigns.size()));
      Operand<TFloat32> first =
          limit == 0
              ? tf.fill(tf.constant(shape.asArray()), tf.constant(constant))
              : tf.math.mul(
                  tf.math.sub(
                      tf.random.randomUniform(
                          tf.constant(shape.asArray()),
                          TFloat32.class,
                          org.tensorflow.op.random.RandomUniform.seed(random.nextLong(1 << 30))),
                      tf.constant(0.5f)),
                  tf.constant(2 * limit));
      assigns.add(tf.assignVariableOp(handle, first));
      return handle;
    }

    /** An optimizer's two forms. */
    private interface Step {
      void rows(Operand<? extends TType> table, Operand<TInt32> ids, Operand<TFloat32> gradient);

      void dense(Operand<? extends TType> variable, Shape shape, Operand<TFloat32> gradient);

      default void end() {}
    }

    private final class Adagrad implements Step {
      private final Operand<TFloat32> rate = tf.constant(model.objective().learningRate());
      private final Operand<TFloat32> epsilon = tf.constant(1e-7f);

      @Override
      public void rows(
          Operand<? extends TType> table, Operand<TInt32> ids, Operand<TFloat32> gradient) {
        var slot = variable(Shape.of(model.vocabulary(), model.dimension()), 0f, 0.1f);
        updates.add(
            tf.train.resourceSparseApplyAdagradV2(table, slot, rate, epsilon, gradient, ids));
      }

      @Override
      public void dense(Operand<? extends TType> v, Shape shape, Operand<TFloat32> gradient) {
        var slot = variable(shape, 0f, 0.1f);
        updates.add(tf.train.resourceApplyAdagrad(v, slot, rate, epsilon, gradient));
      }
    }

    /** Adam whose rows move only when they are seen. */
    private final class Adam implements Step {
      private final Operand<TFloat32> beta1 = tf.constant(0.9f);
      private final Operand<TFloat32> beta2 = tf.constant(0.999f);
      private final Operand<TFloat32> epsilon = tf.constant(1e-7f);
      private final Operand<TFloat32> rate = tf.constant(model.objective().learningRate());
      private final Operand<? extends TType> power1 = variable(Shape.scalar(), 0f, 0.9f);
      private final Operand<? extends TType> power2 = variable(Shape.scalar(), 0f, 0.999f);
      private final Operand<TFloat32> p1 = tf.readVariableOp(power1, TFloat32.class);
      private final Operand<TFloat32> p2 = tf.readVariableOp(power2, TFloat32.class);
      private final Operand<TFloat32> one = tf.constant(1f);

      @Override
      public void rows(Operand<? extends TType> table, Operand<TInt32> ids, Operand<TFloat32> g) {
        Shape shape = Shape.of(model.vocabulary(), model.dimension());
        var m = variable(shape, 0f);
        var v = variable(shape, 0f);
        Operand<TFloat32> m1 =
            tf.math.add(
                tf.math.mul(tf.resourceGather(m, ids, TFloat32.class), beta1),
                tf.math.mul(g, tf.math.sub(one, beta1)));
        Operand<TFloat32> v1 =
            tf.math.add(
                tf.math.mul(tf.resourceGather(v, ids, TFloat32.class), beta2),
                tf.math.mul(tf.math.square(g), tf.math.sub(one, beta2)));
        Operand<TFloat32> scaled =
            tf.math.div(
                tf.math.mul(rate, tf.math.sqrt(tf.math.sub(one, p2))), tf.math.sub(one, p1));
        Operand<TFloat32> delta =
            tf.math.div(tf.math.mul(scaled, m1), tf.math.add(tf.math.sqrt(v1), epsilon));
        updates.add(tf.resourceScatterUpdate(m, ids, m1));
        updates.add(tf.resourceScatterUpdate(v, ids, v1));
        updates.add(tf.resourceScatterSub(table, ids, delta));
      }

      @Override
      public void dense(Operand<? extends TType> variable, Shape shape, Operand<TFloat32> g) {
        var m = variable(shape, 0f);
        var v = variable(shape, 0f);
        updates.add(
            tf.train.resourceApplyAdam(variable, m, v, p1, p2, rate, beta1, beta2, epsilon, g));
      }

      @Override
      public void end() {
        Ops after = tf.withControlDependencies(updates);
        updates.add(after.assignVariableOp(power1, after.math.mul(p1, beta1)));
        updates.add(after.assignVariableOp(power2, after.math.mul(p2, beta2)));
      }
    }

    float step(Rows rows) {
      List<TType> fed = new ArrayList<>();
      Session.Runner runner = feed(rows, fed);
      try {
        TFloat32 y =
            TFloat32.tensorOf(
                Shape.of(rows.count(), 1), DataBuffers.of(rows.labels(), true, false));
        fed.add(y);
        runner.feed(labels, y);
        updates.forEach(runner::addTarget);
        try (Result result = runner.fetch(java.util.Objects.requireNonNull(loss)).run()) {
          return ((TFloat32) result.get(0)).getFloat();
        }
      } finally {
        fed.forEach(TType::close);
      }
    }

    float[] predict(Rows rows) {
      List<TType> fed = new ArrayList<>();
      Session.Runner runner = feed(rows, fed);
      try (Result result = runner.fetch(output).run()) {
        float[] out = new float[rows.count()];
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(out);
        return out;
      } finally {
        fed.forEach(TType::close);
      }
    }

    private Session.Runner feed(Rows rows, List<TType> fed) {
      Session.Runner runner = session.runner();
      for (int t = 0; t < ids.size(); t++) {
        TInt32 id =
            TInt32.tensorOf(Shape.of(rows.count()), DataBuffers.of(rows.ids()[t], true, false));
        fed.add(id);
        runner.feed(ids.get(t), id);
      }
      if (model.numerics() > 0) {
        TFloat32 x =
            TFloat32.tensorOf(
                Shape.of(rows.count(), model.numerics()),
                DataBuffers.of(rows.numerics(), true, false));
        fed.add(x);
        runner.feed(numerics, x);
      }
      return runner;
    }

    void close() {
      session.close();
      graph.close();
    }
  }
}
