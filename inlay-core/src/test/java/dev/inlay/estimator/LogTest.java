package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.feature.EmbeddingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What training says: the defaults that it uses, and how it goes, in TensorFlow's words. */
class LogTest {
  private static final class Lines extends Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      lines.add(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static List<String> log(Estimator estimator, int steps) {
    Logger logger = Logger.getLogger(Estimator.class.getName());
    var handler = new Lines();
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      estimator.train(Items.training(Items.Y), Steps.of(steps));
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return handler.lines;
  }

  @Test
  void theDefaultsInForceAreSaid() {
    var estimator =
        DnnLinearCombinedRegressor.of(
            List.of(Items.ITEM), List.of(EmbeddingColumn.of(Items.ITEM, 2)), 4);

    assertThat(log(estimator, 1).getFirst())
        .startsWith("DnnLinearCombinedRegressor: linear model of 1 columns by Ftrl[")
        .contains("Constant[rate=0.005]")
        .contains("network [4] over 2 numbers of 1 columns by Adagrad[")
        .contains("Constant[rate=0.001]")
        .contains("epsilonOutside=true")
        .contains("activation RELU, no dropout, no batch normalisation")
        .endsWith("loss reduced by SUM_OVER_BATCH_SIZE");
  }

  @Test
  void lossAndStepAreSaidEveryNowAndThen() {
    var estimator =
        LinearRegressor.of(List.of(Items.X)).withConfig(RunConfig.of().withLogStepCountSteps(2));

    List<String> lines = log(estimator, 5);

    assertThat(lines).filteredOn(line -> line.startsWith("loss = ")).hasSize(3);
    assertThat(lines.get(1)).matches("loss = 4\\.66666\\d*, step = 0");
    assertThat(lines.get(2))
        .matches("loss = .*, step = 2 \\(\\d+\\.\\d{3} sec; global_step/sec: .*\\)");
    assertThat(lines.getLast()).startsWith("loss of the final step: ");
  }
}
