package dev.inlay.cli.job;

import dev.inlay.cli.yaml.Entry;
import dev.inlay.cli.yaml.Section;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.Ftrl;
import dev.inlay.train.Optimizer;
import dev.inlay.train.RmsProp;
import dev.inlay.train.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads an optimizer: its kind alone, or its kind with settings. */
final class OptimizerReader {
  private enum Kind {
    ADAM("beta1", "beta2"),
    ADAGRAD(),
    SGD("momentum", "nesterov"),
    RMSPROP("rho", "momentum"),
    FTRL("l1", "l2");

    private final List<String> keys;

    Kind(String... more) {
      keys = new ArrayList<>(List.of("kind", "learning_rate"));
      keys.addAll(Arrays.asList(more));
    }
  }

  private OptimizerReader() {}

  static Optimizer read(Section training, String key, Optimizer usual) {
    Entry entry = training.entries().get(key);
    if (entry == null) {
      return usual;
    }
    if (entry instanceof Entry.Scalar) {
      return of(Section.choice(entry, key, Kind.class), Section.empty(key, entry.place()));
    }
    if (entry instanceof Entry.Mapping mapping && mapping.entries().containsKey("kind")) {
      Kind kind = Section.choice(mapping.entries().get("kind").value(), "kind", Kind.class);
      return of(kind, Section.of(entry, key, kind.keys.toArray(String[]::new)));
    }
    Section settings = Section.of(entry, key, "kind", "learning_rate");
    return settings
        .number("learning_rate", 0, Double.MAX_VALUE)
        .map(rate -> usual.withLearningRate(rate.floatValue()))
        .orElse(usual);
  }

  private static Optimizer of(Kind kind, Section settings) {
    Optimizer optimizer =
        switch (kind) {
          case ADAM ->
              Adam.of().withBetas(part(settings, "beta1", 0.9), part(settings, "beta2", 0.999));
          case ADAGRAD -> Adagrad.of(0.05f);
          case SGD ->
              Sgd.of()
                  .withMomentum(part(settings, "momentum", 0))
                  .withNesterov(settings.flag("nesterov").orElse(false));
          case RMSPROP ->
              RmsProp.of()
                  .withRho(part(settings, "rho", 0.9))
                  .withMomentum(part(settings, "momentum", 0));
          case FTRL ->
              Ftrl.of(0.1f)
                  .withRegularization(
                      settings.number("l1", 0, Double.MAX_VALUE).orElse(0.0).floatValue(),
                      settings.number("l2", 0, Double.MAX_VALUE).orElse(0.0).floatValue());
        };
    return settings
        .number("learning_rate", 0, Double.MAX_VALUE)
        .map(rate -> optimizer.withLearningRate(rate.floatValue()))
        .orElse(optimizer);
  }

  private static float part(Section settings, String key, double usual) {
    return settings.number(key, 0, 0.99999).orElse(usual).floatValue();
  }
}
