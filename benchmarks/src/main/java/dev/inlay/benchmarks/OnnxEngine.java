package dev.inlay.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ONNX Runtime, which only predicts. Its one jar holds the native parts of all systems, so it is
 * there for runs that measure it alone, and called by reflection: a microsecond in a prediction.
 */
final class OnnxEngine implements Engine {
  static final String NAME = "onnxruntime";

  /** The same, which then computes on the caller's thread alone. */
  static final String ONE_THREAD = "onnxruntime-1";

  private final boolean oneThread;

  private OnnxEngine(boolean oneThread) {
    this.oneThread = oneThread;
  }

  /** With as many threads for a prediction as there are cores. */
  static OnnxEngine ofAllThreads() {
    return new OnnxEngine(false);
  }

  /** With the caller's thread alone. */
  static OnnxEngine ofOneThread() {
    return new OnnxEngine(true);
  }

  @Override
  public Trainer trainer(Subject subject) {
    throw new UnsupportedOperationException("ONNX Runtime's jar doesn't train");
  }

  @Override
  public Predictor predictor(EmbeddingMlp model) {
    try {
      return new Net(model, oneThread);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("ONNX Runtime isn't there as expected", e);
    }
  }

  private static final class Net implements Predictor {
    private final EmbeddingMlp model;
    private final Object environment;
    private final Object session;
    private final Method floats;
    private final Method ints;
    private final Method run;
    private final Method first;
    private final Method value;

    Net(EmbeddingMlp model, boolean oneThread) throws ReflectiveOperationException {
      this.model = model;
      Class<?> environments = Class.forName("ai.onnxruntime.OrtEnvironment");
      Class<?> tensors = Class.forName("ai.onnxruntime.OnnxTensor");
      environment = environments.getMethod("getEnvironment").invoke(null);
      Class<?> options = Class.forName("ai.onnxruntime.OrtSession$SessionOptions");
      Object chosen = options.getConstructor().newInstance();
      if (oneThread) {
        options.getMethod("setIntraOpNumThreads", int.class).invoke(chosen, 1);
      }
      session =
          environments
              .getMethod("createSession", byte[].class, options)
              .invoke(environment, OnnxModel.of(model), chosen);
      floats = tensors.getMethod("createTensor", environments, FloatBuffer.class, long[].class);
      ints = tensors.getMethod("createTensor", environments, IntBuffer.class, long[].class);
      run = session.getClass().getMethod("run", Map.class);
      first = Class.forName("ai.onnxruntime.OrtSession$Result").getMethod("get", int.class);
      value = tensors.getMethod("getFloatBuffer");
    }

    @Override
    public float[] predict(Rows rows) {
      try {
        return ask(rows);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException("ONNX Runtime failed", e.getCause());
      } catch (Exception e) {
        throw new IllegalStateException("ONNX Runtime isn't there as expected", e);
      }
    }

    private float[] ask(Rows rows) throws Exception {
      Map<String, AutoCloseable> fed = new LinkedHashMap<>();
      try {
        if (model.numerics() > 0) {
          FloatBuffer buffer = direct(rows.numerics().length).asFloatBuffer();
          buffer.put(rows.numerics()).flip();
          fed.put(OnnxModel.NUMERICS, tensor(floats, buffer, rows.count(), model.numerics()));
        }
        for (int t = 0; t < model.tables(); t++) {
          IntBuffer buffer = direct(rows.count()).asIntBuffer();
          buffer.put(rows.ids()[t]).flip();
          fed.put(OnnxModel.table(t), tensor(ints, buffer, rows.count()));
        }
        try (var result = (AutoCloseable) run.invoke(session, fed)) {
          float[] out = new float[rows.count()];
          ((FloatBuffer) value.invoke(first.invoke(result, 0))).get(out);
          return out;
        }
      } finally {
        for (AutoCloseable tensor : fed.values()) {
          tensor.close();
        }
      }
    }

    private AutoCloseable tensor(Method create, Object buffer, long... shape)
        throws ReflectiveOperationException {
      return (AutoCloseable) create.invoke(null, environment, buffer, shape);
    }

    private static ByteBuffer direct(int numbers) {
      return ByteBuffer.allocateDirect(4 * numbers).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
      try {
        ((AutoCloseable) session).close();
      } catch (Exception e) {
        throw new IllegalStateException("ONNX Runtime failed to close", e);
      }
    }
  }
}
