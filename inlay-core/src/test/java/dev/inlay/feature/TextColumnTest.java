package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.SeparatedBy;
import dev.inlay.layer.Splitters;
import dev.inlay.layer.Tokenizer;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextColumnTest {
  private static final VocabularyColumn WORDS =
      CategoricalColumn.vocabularyList("text", "good", "bad", "very good");
  private static final VocabularyColumn GENRES =
      CategoricalColumn.vocabularyList("text", "Action", "Comedy", "Film Noir");

  private static Batch rows(Value texts) {
    return Batch.of(Map.of("text", texts));
  }

  @Test
  void wordsAreABag() {
    var texts = Tensor.of("Good, good; BAD!", "", "nothing known");
    Traced traced = Traced.of(DenseFeatures.of(IndicatorColumn.of(TextColumn.words(WORDS))));

    assertThat(traced.run(rows(texts)))
        .isEqualTo(Tensor.of(new float[][] {{2, 1, 0}, {0, 0, 0}, {0, 0, 0}}));
  }

  @Test
  void nGramsFollowWords() {
    TextColumn column = TextColumn.words(WORDS).withTokenizer(Tokenizer.words().withNgrams(1, 2));

    assertThat(column.encode(rows(Tensor.of("Very good", "bad"))).ids())
        .isEqualTo(Ragged.of(new int[] {0, 2}, new int[] {1}));
    assertThat(column.name()).isEqualTo("text_words_1_2");
    assertThat(TextColumn.words(WORDS).name()).isEqualTo("text_words");
  }

  @Test
  void listsAreTakenApart() {
    TextColumn column = TextColumn.separatedBy("|", GENRES);

    assertThat(column.encode(rows(Tensor.of("Comedy| Film Noir |", "", "Action"))).ids())
        .isEqualTo(Ragged.of(new int[] {1, 2}, new int[] {}, new int[] {0}));
    assertThat(column.name()).isEqualTo("text");
    assertThat(SeparatedBy.of(", ").split("a, b,c")).containsExactly("a", "b,c");
    assertThat(SeparatedBy.of("|").split("")).isEmpty();
  }

  @Test
  void aSequenceHasTheWordsInTheirOrder() {
    var column = CategoricalColumn.sequence(TextColumn.words(WORDS));
    Traced traced = Traced.of(SequenceFeatures.of(IndicatorColumn.of(column)));

    assertThat(traced.run(rows(Tensor.of("Bad, very good"))).data())
        .containsExactly(0, 1, 0, 0, 0, 0, 1, 0, 0);
  }

  @Test
  void otherColumnsMayBeMadeOfIt() {
    TextColumn genres = TextColumn.separatedBy("|", GENRES);
    Batch rows = Batch.of(Map.of("text", Tensor.of("Action|Comedy", ""), "b", Tensor.of("x", "y")));

    var crossed = CategoricalColumn.crossed(100, genres, CrossKey.raw("b"));
    assertThat(crossed.ids(rows).splits()).containsExactly(0, 2, 2);
    assertThat(genres.withMissing(Missing.Rule.LEARN).encode(rows).ids())
        .isEqualTo(Ragged.of(new int[] {0, 1}, new int[] {3}));
    var hashed = TextColumn.separatedBy("|", CategoricalColumn.hashBucket("text", 1));
    assertThat(CollisionReport.of(hashed, Dataset.of(rows.features())).distinct()).isEqualTo(2);
    assertThatThrownBy(() -> CategoricalColumn.crossed(100, hashed, CrossKey.raw("b")))
        .hasMessageContaining("is hashed already");
  }

  @Test
  void termsAreTexts() {
    assertThatThrownBy(() -> TextColumn.words(CategoricalColumn.identity("text", 3)))
        .hasMessageContaining("looked up in a vocabulary of texts or hashed as texts");
    assertThatThrownBy(
            () -> TextColumn.words(CategoricalColumn.hashBucket("text", 3).withDtype(DType.INT64)))
        .hasMessageContaining("hashed as texts");
    assertThatThrownBy(() -> TextColumn.words(WORDS).ids(rows(Tensor.of(1))))
        .hasMessageContaining("wanted text, the feature is INT32");
    assertThatThrownBy(() -> Tokenizer.words().withNgrams(0))
        .hasMessage("n-grams join 1 term or more, got [0]");
    assertThatThrownBy(() -> Tokenizer.separatedBy("")).hasMessageContaining("not none");
    assertThat(
            Tokenizer.words()
                .withSplit(Splitters.CHARACTER)
                .terms(Ragged.of(new String[][] {{"aB"}})))
        .isEqualTo(Ragged.of(new String[][] {{"a", "b"}}));
  }
}
