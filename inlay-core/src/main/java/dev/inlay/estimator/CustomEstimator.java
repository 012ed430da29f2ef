package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An estimator whose model is a function of one's own: TensorFlow's {@code Estimator(model_fn)}.
 * Where the function asks for features as they are, the first batch that the estimator sees decides
 * about their types and shapes.
 */
public final class CustomEstimator implements Estimator {
  private final Custom custom;
  final Driver driver;

  private CustomEstimator(Custom custom) {
    this.custom = custom;
    this.driver = new Driver(custom);
  }

  private record Custom(ModelFn modelFn, Map<String, Object> params, Running running)
      implements Assembly {
    Custom {
      params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    @Override
    public EstimatorSpec call(ModelInputs in) {
      return modelFn.call(in);
    }

    @Override
    public boolean looksAtData() {
      return true;
    }

    @Override
    public String describe() {
      return "CustomEstimator: " + (params.isEmpty() ? "no parameters" : params);
    }
  }

  /** An estimator of a model function. */
  public static CustomEstimator of(ModelFn modelFn) {
    return new CustomEstimator(new Custom(modelFn, Map.of(), Running.USUAL));
  }

  /** With what the model function can ask for by name. */
  public CustomEstimator withParams(Map<String, ?> params) {
    return new CustomEstimator(
        new Custom(custom.modelFn(), new LinkedHashMap<>(params), custom.running()));
  }

  CustomEstimator withRunning(Running running) {
    return new CustomEstimator(new Custom(custom.modelFn(), custom.params(), running));
  }

  @Override
  public CustomEstimator withConfig(RunConfig config) {
    return withRunning(custom.running().withConfig(config));
  }

  @Override
  public CustomEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public CustomEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
