package dev.inlay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Cases of linear models, with the numbers of TensorFlow's own test. */
class LinearModelReplayTest {
  private static final String CASE =
      """
      {"id": "tf", "kind": "feature_column", "op": "linear_model",
       "columns": [
         {"type": "bucketized_column", "boundaries": [0, 10, 100],
          "source": {"type": "numeric_column", "key": "price", "shape": [1]}},
         {"type": "categorical_column_with_vocabulary_list", "key": "body-style",
          "vocabulary_list": ["hardtop", "wagon", "sedan"],
          "num_oov_buckets": 0, "default_value": -1}],
       "features": {
         "price": {"shape": [2, 1], "dtype": "float32", "data": [-1, 12]},
         "body-style": {"shape": [2, 1], "dtype": "string", "data": ["sedan", "hardtop"]}},
       %s,
       "expected": {"shape": [2, 1], "dtype": "float32", "data": [-985, 995]}}
      """;

  private static Outcome outcome(String weights) {
    Object tree = new JsonMapper().readValue(CASE.formatted(weights), Object.class);
    return Replay.outcome(Case.of("tf", tree));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        "weights": {"price_bucketized": [10, 100, 1000, 10000], "body-style": [-10, -100, -1000]},
        "bias": 5
        """,
        """
        "variables": {"linear_model/price_bucketized/weights:0": [10, 100, 1000, 10000],
                      "linear_model/body-style/weights:0": [[-10], [-100], [-1000]],
                      "linear_model/bias_weights:0": [5]}
        """
      })
  void weightsByColumnOrByVariable(String weights) {
    assertThat(outcome(weights)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void otherWeightsFail() {
    assertThat(
            outcome("\"weights\": {\"price_bucketized\": [1, 2, 3, 4], \"body-style\": [0, 0, 0]}"))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void weightsThatAreNotFoundAreNamed() {
    assertThat(outcome("\"x\": 1"))
        .isEqualTo(new Outcome.Unsupported("a case without the weights body-style/weights"));
  }

  @Test
  void aSingleColumnNeedsNoName() {
    Map<String, Object> numeric = Map.of("type", "numeric_column", "key", "x", "shape", List.of(1));
    Map<String, Object> golden =
        Map.of(
            "kind",
            "feature_column",
            "op",
            "linear_model",
            "column",
            numeric,
            "features",
            Map.of("x", List.of(1, 5)),
            "weights",
            List.of(10),
            "bias",
            5,
            "expected",
            List.of(List.of(15), List.of(55)));
    assertThat(Replay.outcome(Case.of("tf", golden))).isEqualTo(new Outcome.Passed());
  }
}
