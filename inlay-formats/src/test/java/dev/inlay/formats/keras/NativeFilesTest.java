package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that came from Keras are saved and loaded as Inlay's own. */
class NativeFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention_causal",
        "corner_call_attention_constant_mask",
        "corner_call_attention_two_ways",
        "corner_call_constant_numpy",
        "corner_constants_infinite",
        "corner_inner_model_of_dict_in_list",
        "corner_mixed_float16_layers",
        "corner_mixed_float16_rounded",
        "corner_model_twice_in_sequential",
        "corner_operators",
        "corner_ops_joins",
        "corner_quantized_int8_embedding",
        "corner_shared_across_levels",
        "corner_time_distributed_model",
        "corner_unused_input",
        "functional_nested",
        "functional_shared",
        "functional_trainable",
        "mask_dropped",
        "mask_given",
        "operations_indexing",
        "preprocessing_text_vectorization",
        "recurrent_stacked_both",
        "recurrent_time_distributed"
      })
  void predictsAsBefore(String name) {
    Recorded recorded = Recorded.of(name);
    Model model = Keras.reader().withoutTraining().load(recorded.file());
    Path file = folder.resolve("model.inlay");
    model.save(file);

    Model loaded = Model.load(file);

    assertThat(loaded.weights().keySet()).isEqualTo(model.weights().keySet());
    List<FloatTensor> wanted = recorded.predictedBy(model);
    List<FloatTensor> predicted = recorded.predictedBy(loaded);
    assertThat(predicted).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(predicted.get(i).data()).as("output %d", i).isEqualTo(wanted.get(i).data());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"corner_shared_across_levels", "corner_call_attention_two_ways"})
  void mayBeSavedOnceMore(String name) {
    Recorded recorded = Recorded.of(name);
    Path file = folder.resolve("model.inlay");
    Keras.reader().withoutTraining().load(recorded.file()).save(file);
    Path again = folder.resolve("again.inlay");
    Model.load(file).save(again);

    Model loaded = Model.load(again);

    KerasFilesTest.close(
        name, recorded.predictedBy(loaded).getFirst(), recorded.outputs().getFirst().toFloats());
  }
}
