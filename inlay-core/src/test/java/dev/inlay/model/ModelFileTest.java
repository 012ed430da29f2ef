package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Config;
import dev.inlay.layer.Constant;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.BinaryCrossentropy;
import dev.inlay.train.ExponentialDecay;
import dev.inlay.train.LearningRate;
import dev.inlay.train.Loss;
import dev.inlay.train.LossFunction;
import dev.inlay.train.Metric;
import dev.inlay.train.ModelCheckpoint;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Sgd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir Path directory;

  private static Batch data() {
    var random = new Random(1);
    int n = 50;
    int[] ids = new int[n * 2];
    float[] numbers = new float[n * 3];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 2; j++) {
        ids[i * 2 + j] = random.nextInt(20);
      }
      for (int j = 0; j < 3; j++) {
        numbers[i * 3 + j] = random.nextFloat();
      }
      y[i] = random.nextInt(2);
    }
    return Batch.of(
        Map.of("ids", Tensor.of(Shape.of(n, 2), ids), "num", Tensor.of(Shape.of(n, 3), numbers)),
        Tensor.of(y));
  }

  /** Shared layers, a model inside, frozen ones, states, dropout. */
  private static Model model() {
    var ids = Input.of("ids", INT32, 2);
    var num = Input.of("num", FLOAT32, 3);
    var tower = Sequential.of(Dense.of(4, RELU), Dropout.of(0.3)).named("tower");
    var shared = Dense.of(3, RELU);
    var flat = ids.to(Embedding.of(20, 4)).to(Flatten.of()).to(tower);
    var output =
        Concatenate.of(flat, num.to(shared), num.to(shared).to(BatchNormalization.of()))
            .to(Dense.of(2).frozen())
            .to(Dense.of(1).named("answer"));
    return Model.of(List.of(ids, num), output).named("both").withSeed(3);
  }

  private static void compile(Model model) {
    model.compile(Adam.of(0.01f), BinaryCrossentropy.ofLogits(), Metric.ACCURACY, Metric.AUC);
  }

  private static void assertSameWeights(Model a, Model b) {
    assertThat(a.weights()).isEqualTo(b.weights());
  }

  @Test
  void aModelComesBackWithItsWeightsAndTrainsOnAsIfItHadNeverStopped() {
    Model model = model();
    compile(model);
    model.fit(data(), Fit.epochs(3).withBatchSize(8));
    Path file = directory.resolve("model.inlay");
    model.save(file);
    Model loaded = Model.load(file);
    assertThat(loaded.name()).isEqualTo("both");
    assertSameWeights(loaded, model);
    assertThat(loaded.summary()).isEqualTo(model.summary());
    assertThat(loaded.predictAll(Batch.of(data().features())))
        .isEqualTo(model.predictAll(Batch.of(data().features())));
    History on = model.fit(data(), Fit.epochs(6).withInitialEpoch(3).withBatchSize(8));
    History loadedOn = loaded.fit(data(), Fit.epochs(6).withInitialEpoch(3).withBatchSize(8));
    assertThat(loadedOn).isEqualTo(on);
    assertSameWeights(loaded, model);
  }

  @Test
  void aSequentialModelRemembersTheInputThatItWasBuiltFor() {
    Model model = Sequential.of(Dense.of(3, RELU), Dense.of(1));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR);
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    model.fit(x, Tensor.of(1f, 2f), Fit.epochs(2));
    Path file = directory.resolve("model.inlay");
    model.save(file);
    assertThat(Model.load(file).predict(x)).isEqualTo(model.predict(x));
  }

  @Test
  void aFitSavesTheModelAfterEachEpochOrWhenItIsBest() {
    Model model = model();
    compile(model);
    Path each = directory.resolve("epoch-{epoch:02d}.inlay");
    Path best = directory.resolve("best.inlay");
    model.fit(
        data(),
        Fit.epochs(3)
            .withCallbacks(
                ModelCheckpoint.of(each.toString()),
                ModelCheckpoint.of(best.toString())
                    .withMonitor("loss")
                    .withSaveBestOnly(true)
                    .withInitialValueThreshold(-1)));
    assertThat(directory)
        .isDirectoryContaining("glob:**/epoch-01.inlay")
        .isDirectoryContaining("glob:**/epoch-02.inlay");
    assertSameWeights(Model.load(directory.resolve("epoch-03.inlay")), model);
    assertThat(best).doesNotExist();
  }

  @Test
  void aModelThatIsNotCompiledIsItsLayersAndWeights() {
    Model model = model();
    Path file = directory.resolve("model.inlay");
    model.save(file);
    Model loaded = Model.load(file);
    assertSameWeights(loaded, model);
    assertThatThrownBy(() -> loaded.fit(data(), Fit.epochs(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("compile");
  }

  @Test
  void severalOptimizersComeBackEachWithItsMemory() {
    Model model = model();
    model.compile(
        Compile.of(Adam.of(), BinaryCrossentropy.ofLogits())
            .withOptimizer("tower", Sgd.of(ExponentialDecay.of(0.1f, 5, 0.9f)).withMomentum(0.9f)));
    model.fit(data(), Fit.epochs(2).withBatchSize(8));
    Path file = directory.resolve("model.inlay");
    model.save(file);
    assertThat(Checkpoint.read(file).entries())
        .extracting(Checkpoint.Entry::name)
        .contains(
            "tower/dense/kernel", "sgd/tower/dense/kernel/momentum", "adam/answer/kernel/velocity");
    Model loaded = Model.load(file);
    Fit on = Fit.epochs(4).withInitialEpoch(2).withBatchSize(8);
    assertThat(loaded.fit(data(), on)).isEqualTo(model.fit(data(), on));
    assertSameWeights(loaded, model);
  }

  @Test
  void aModelInsideSharesItsWeightsWithTheModelAround() {
    Model tower = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(3)).named("tower");
    tower.setWeight("dense/kernel", Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
    var x = Input.of("x", FLOAT32, 2);
    Model around = Model.of(x, x.to(tower).to(Dense.of(1)));
    assertThat(around.weight("tower/dense/kernel")).isEqualTo(tower.weight("dense/kernel"));
    around.compile(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    around.trainOnBatch(Tensor.of(new float[][] {{1, 1}}), Tensor.of(5f));
    assertThat(around.weight("tower/dense/kernel"))
        .isEqualTo(tower.weight("dense/kernel"))
        .isNotEqualTo(Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
  }

  /** A layer of a user's. */
  record Scale(float start) implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      return inputs[0].mul(
          scope.weight("factor", Shape.of(inputs[0].shape().last()), new Constant(start)));
    }
  }

  @Test
  void aLayerOfAUsersComesBackIfTheReaderKnowsIt() {
    Model model = Sequential.of(Input.of("x", FLOAT32, 2), new Scale(3));
    Path file = directory.resolve("model.inlay");
    model.save(file);
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Scale");
    Model loaded = Model.load(file, Config.of(Scale.class));
    assertThat(loaded.predict(Tensor.of(new float[][] {{1, 2}})).data()).containsExactly(3, 6);
  }

  @Test
  void aLambdaCantBeSavedAndTheFileStaysAsItWas() throws Exception {
    Path file = Files.writeString(directory.resolve("model.inlay"), "before");
    Model model = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(1, x -> x.mul(2)));
    assertThatThrownBy(() -> model.save(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Dense.activation is a lambda");
    Layer twice = (_, in) -> in[0].mul(2);
    assertThatThrownBy(() -> Sequential.of(Input.of("x", FLOAT32, 2), twice).save(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a layer that is a lambda can't be saved; make it a record");
    assertThat(file).hasContent("before");
  }

  @Test
  void restoringIntoAnotherModelNamesTheWeight() {
    Path file = directory.resolve("model.inlay");
    Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(3)).save(file);
    Model other = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(4));
    assertThatThrownBy(() -> other.restore(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense/kernel")
        .hasMessageContaining("(2, 3)")
        .hasMessageContaining("(2, 4)");
  }

  @Test
  void pretrainedWeightsGoIntoAModelWithTheSamePaths() {
    Path file = directory.resolve("model.inlay");
    Model first = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(3)).withSeed(5);
    first.save(file);
    Model second =
        Sequential.of(
            Input.of("x", FLOAT32, 2), Dense.of(3).withKernelInitializer(Initializers.ZEROS));
    second.restore(file);
    assertSameWeights(first, second);
  }

  @Test
  void everySettingOfTheLibraryCanBeSaved() {
    var classes = new ClassFileImporter().importPackages("dev.inlay.train");
    List<JavaClass> settings =
        classes.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(
                type ->
                    type.isAssignableTo(LossFunction.class)
                        || type.isAssignableTo(Metric.class)
                        || type.isAssignableTo(LearningRate.class)
                        || type.isAssignableTo(Optimizer.class))
            .filter(type -> type.isRecord() || type.isEnum())
            .toList();
    assertThat(settings).hasSizeGreaterThan(30);
    for (JavaClass type : settings) {
      String name = type.getName().replace(type.getPackageName() + ".", "").replace('$', '.');
      // Reading one without its components fails in any case, but for which reason?
      assertThat(catchThrowable(() -> Known.CONFIG.read(Map.of("class", name), Object.class)))
          .as(name)
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isNull(),
              thrown -> assertThat(thrown).hasMessageNotContaining("isn't known"));
    }
  }
}
