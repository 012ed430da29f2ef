package dev.inlay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Batch;
import dev.inlay.model.Compile;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.train.Adam;
import dev.inlay.train.Auc;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example learns, on a part of its data. */
class FoodReviewsTest {
  @Test
  void wordsThatPraiseAreLearned() {
    Batch reviews = FoodReviews.read(Path.of("food-reviews/train.csv.gz")).rows(0, 400);
    Model model = FoodReviews.model(reviews);
    model.compile(Compile.of(Adam.of(0.003f), Loss.BINARY_CROSSENTROPY).withMetrics(Auc.of()));
    model.fit(reviews, Fit.epochs(4));
    assertThat(model.evaluate(reviews).get("auc")).isGreaterThan(0.95);
    Batch others = FoodReviews.read(Path.of("food-reviews/test.csv.gz")).rows(0, 400);
    assertThat(model.evaluate(others).get("auc")).isGreaterThan(0.6);
  }
}
