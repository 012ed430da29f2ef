package dev.inlay.model;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Application;
import dev.inlay.layer.Config;
import dev.inlay.layer.Input;
import dev.inlay.layer.Json;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Outline;
import dev.inlay.layer.Quantization;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Optimizer;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Layers joined, with their weights: what is trained and asked.
 *
 * <pre>{@code
 * var category  = Input.of("category", INT32, 1);
 * var numerical = Input.of("numerical", FLOAT32, 5);
 * var embedded  = category.to(Embedding.of(1_000, 128)).to(Flatten.of());
 * var output    = Concatenate.of(embedded, numerical).to(Dense.of(64, RELU)).to(Dense.of(1));
 * var model     = Model.of(List.of(category, numerical), output);
 * model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
 * model.fit(Map.of("category", ids, "numerical", numbers), y, Fit.epochs(10));
 * }</pre>
 *
 * <p>Data is given as a tensor (of a model with one input), as tensors by input name, as a {@link
 * Batch} (which also holds several labels, by output name, and the rows' weights) or as a {@link
 * Dataset}. All of it is checked: {@link IllegalArgumentException} names the input, the row and
 * what was wanted.
 *
 * <p>A model is a layer too: used inside another model, it shares its weights with it.
 *
 * <p>Many threads may predict at the same time. Training is for one thread; others may predict
 * meanwhile and see weights that move.
 */
public final class Model implements Layer {
  private final String name;
  private final Stages stages;

  private Model(String name, Stages stages) {
    this.name = name;
    this.stages = stages;
  }

  static Model of(String name, Structure structure, long seed) {
    return new Model(name, new Stages(structure, seed, new Weights(seed)));
  }

  static Model of(Structure structure) {
    return of("", structure, 0);
  }

  /** A model of all that leads from an input to an output. */
  public static Model of(Symbol input, Symbol output) {
    return of(List.of(input), List.of(output));
  }

  /** A model with several inputs. */
  public static Model of(List<Symbol> inputs, Symbol output) {
    return of(inputs, List.of(output));
  }

  /**
   * A model of all that leads from inputs to outputs.
   *
   * @throws IllegalArgumentException if an output depends on an input that isn't given
   */
  public static Model of(List<Symbol> inputs, List<Symbol> outputs) {
    return of(new Network(inputs, outputs));
  }

  /** A model of the same layers under a name, with weights of its own. */
  @Override
  public Model named(String newName) {
    return of(newName, structure(), seed());
  }

  /**
   * A model of the same layers whose first weights, dropout and order of rows are functions of
   * another seed; 0 if none is given. The same seed gives the same model.
   */
  public Model withSeed(long newSeed) {
    return of(name, structure(), newSeed);
  }

  /**
   * A model of the same layers that has weights in common with somebody else: the same, not copies.
   *
   * @param others variables by their paths in this model; those that are missing are made
   */
  public Model sharing(Map<String, Variable> others) {
    Weights common = new Weights(seed());
    others.forEach(common::share);
    return new Model(name, new Stages(structure(), seed(), common));
  }

  /**
   * A model of all that leads to some of the values within this one, over the same weights: {@code
   * autoencoder.part(code)} is the encoder, trained or not. Models that are made apart of the same
   * symbols have weights of their own, unlike Keras's.
   *
   * @param outputs what layers of this Functional model have given
   * @throws IllegalArgumentException if one of them comes from elsewhere
   * @throws IllegalStateException if the model is Sequential
   */
  public Model part(Symbol... outputs) {
    return new Model("", stages.part(List.of(outputs)));
  }

  Stages stages() {
    return stages;
  }

  Structure structure() {
    return stages.structure();
  }

  long seed() {
    return stages.seed();
  }

  // As a layer.

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    scope.mount(stages.weights(), structure());
    return structure().trace(scope, List.of(inputs), Structure.Visitor.NONE);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public String kind() {
    return structure().kind();
  }

  /** The name that was given to the model; empty if none. */
  @Override
  public String name() {
    return name;
  }

  // What it is made of.

  /**
   * The layers, each once, in the order of their weights; inputs of a Functional model are among
   * them.
   */
  public List<Layer> layers() {
    return switch (structure()) {
      case Chain chain -> chain.layers();
      case Network network -> network.layers();
    };
  }

  /**
   * The names of the layers within the model, in the order of {@link #layers}: those that paths of
   * weights are made of.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public List<String> layerNames() {
    Scope scope = stages.sketch();
    return layers().stream()
        .map(layer -> layer instanceof Input input ? input.spec().name() : scope.nameOf(layer))
        .toList();
  }

  /**
   * The uses of layers by which a Functional model is joined, in order; none for a Sequential one.
   */
  public List<Application> applications() {
    return structure() instanceof Network network ? network.applications() : List.of();
  }

  /** The outputs of a Functional model; none for a Sequential one. */
  public List<Symbol> outputs() {
    return structure() instanceof Network network ? network.outputs() : List.of();
  }

  /** Whether the layers stand one after the other, without a graph. */
  public boolean isSequential() {
    return structure() instanceof Chain;
  }

  /** Whether the model knows the shapes of its inputs; else the first data it sees says them. */
  public boolean knowsInputs() {
    return stages.knowsInputs();
  }

  /**
   * Says how the model is trained: one loss for each output, and the optimizer that makes it small.
   * An earlier optimizer's memory is forgotten.
   *
   * @param metrics what else is reported
   */
  public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    compile(Compile.of(optimizer, loss).withMetrics(metrics));
  }

  /** Says how the model is trained, in all detail. */
  public void compile(Compile how) {
    stages.compile(how);
  }

  /** How the model was compiled; empty if it wasn't. */
  public Optional<Compile> compiled() {
    return stages.compiled();
  }

  /**
   * What each batch brings to the model: names, types and shapes. Raw columns, which layers have
   * encoded for themselves, are not among them.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public List<TensorSpec> inputs() {
    return stages.built().specs();
  }

  /**
   * The names of the outputs, in order.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public List<String> outputNames() {
    return stages.built().outputNames();
  }

  // Training.

  /** Trains a model with one input; gives the losses and metrics of each epoch. */
  public History fit(Value x, Value y, Fit how) {
    return fit(Batch.of(Feeder.unnamed(x), y), how);
  }

  /** Trains with inputs by name. */
  public History fit(Map<String, ? extends Value> x, Value y, Fit how) {
    return fit(Batch.of(x, y), how);
  }

  /** Trains with inputs by name, and labels by the names of outputs. */
  public History fit(Map<String, ? extends Value> x, Map<String, ? extends Value> y, Fit how) {
    return fit(Batch.of(x, y), how);
  }

  /** Trains with inputs in the order of the model's. */
  public History fit(List<? extends Value> x, Value y, Fit how) {
    return fit(stages.built().feeder().named(x), y, how);
  }

  /**
   * Trains with data in memory.
   *
   * @throws NonFiniteLossException if the loss becomes infinite or not a number
   */
  public History fit(Batch data, Fit how) {
    return Fitting.of(this, stages.learner(data), data, how).run();
  }

  /** Trains with data as it comes, read ahead on another thread. */
  public History fit(Dataset data, Fit how) {
    return Fitting.of(this, stages.learner(data), data, how).run();
  }

  /** Makes one step with a batch of the only input; gives its loss and metrics before the step. */
  public Map<String, Double> trainOnBatch(Value x, Value y) {
    Learner known = stages.learnerIfAny();
    Learner trainer = known == null ? stages.learner(Batch.of(Feeder.unnamed(x), y)) : known;
    return trainer.trainOnBatch(trainer.feed(x, y));
  }

  /** Makes one step; gives the batch's loss and metrics before the step. */
  public Map<String, Double> trainOnBatch(Batch batch) {
    Learner trainer = stages.learner(batch);
    return trainer.trainOnBatch(trainer.feed(batch));
  }

  /**
   * Makes a step with rows that also count by the class of their label, as in {@link
   * Fit#withClassWeights}.
   */
  public Map<String, Double> trainOnBatch(Batch batch, Map<Integer, Float> classWeights) {
    return trainOnBatch(Weighting.byClass(batch, classWeights));
  }

  // Measuring.

  /** The loss and metrics of data for a model with one input; the loss first. */
  public Map<String, Double> evaluate(Value x, Value y) {
    return evaluate(Batch.of(Feeder.unnamed(x), y));
  }

  /** The loss and metrics of data by input name; the loss first. */
  public Map<String, Double> evaluate(Map<String, ? extends Value> x, Value y) {
    return evaluate(Batch.of(x, y));
  }

  /** The loss and metrics of data by input name and labels by output name; the loss first. */
  public Map<String, Double> evaluate(
      Map<String, ? extends Value> x, Map<String, ? extends Value> y) {
    return evaluate(Batch.of(x, y));
  }

  /** The loss and metrics of data in memory; the loss first. */
  public Map<String, Double> evaluate(Batch data) {
    return evaluate(Dataset.of(data));
  }

  /** The loss and metrics of data as it comes, in batches of 32 unless it is in batches already. */
  public Map<String, Double> evaluate(Dataset data) {
    return stages.learner(data).evaluate(data);
  }

  /** The loss and metrics of one batch. */
  public Map<String, Double> testOnBatch(Batch batch) {
    return stages.learner(batch).testOnBatch(batch);
  }

  // Predicting.

  /** The output for a model with one input, a row for each row. */
  public FloatTensor predict(Value x) {
    return only(predictAll(Batch.of(Feeder.unnamed(x))));
  }

  /** The output for inputs by name. */
  public FloatTensor predict(Map<String, ? extends Value> x) {
    return only(predictAll(Batch.of(x)));
  }

  /** The output for inputs in the order of the model's. */
  public FloatTensor predict(List<? extends Value> x) {
    return predict(stages.built().feeder().named(x));
  }

  /** The output for all rows of a data set; labels are left aside. */
  public FloatTensor predict(Dataset data) {
    Predictions all = new Predictions();
    predict(data, (_, outputs) -> all.add(outputs));
    return only(all.joined());
  }

  /**
   * Predicts row by row from records, as fast as can be: nothing is allocated, and many threads may
   * ask at once.
   *
   * @param rows records whose components are named as the inputs: floats, ints or arrays of such
   * @param lookup of the class that holds the record, {@code MethodHandles.lookup()}: the right to
   *     read the components
   * @throws IllegalArgumentException if components and inputs don't match, or the model encodes raw
   *     columns, works out ids or keeps states
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public <R extends Record> RowPredictor<R> rowPredictor(
      Class<R> rows, MethodHandles.Lookup lookup) {
    return new RowPredictor<>(stages.built(), stages::settle, rows, lookup);
  }

  /** All outputs by name; rows beyond some thousands are done in parts. */
  public Map<String, FloatTensor> predictAll(Batch data) {
    Built ready = stages.built(data);
    stages.settle();
    return Predictions.of(ready, data);
  }

  /**
   * Predicts batch by batch, in memory that doesn't grow with the data.
   *
   * @param each is given each batch and all outputs for it by name
   */
  public void predict(Dataset data, BiConsumer<Batch, Map<String, FloatTensor>> each) {
    Built ready = stages.built(data);
    stages.settle();
    Predictions.each(ready, data, each);
  }

  private static FloatTensor only(Map<String, FloatTensor> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalStateException(
          "the model has outputs %s; use predictAll".formatted(outputs.keySet()));
    }
    return outputs.values().iterator().next();
  }

  /**
   * Stateful recurrent layers begin anew: what they have kept from batch to batch becomes zeros.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public void resetStates() {
    stages.built().weights().resetKept();
  }

  // Quantizing.

  /**
   * A model of the same layers with the weights that this one has, held in 8 bits where a layer is
   * a {@code Dense}, {@code EinsumDense}, {@code Embedding} or {@code ReversibleEmbedding}, also
   * within others and within models: Keras's {@code quantize("int8")}. This model stays as it is.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public Model quantize() {
    return quantize(Quantization.INT8);
  }

  /** As {@link #quantize()}, by a scheme. */
  public Model quantize(Quantization how) {
    return quantize(how, _ -> true);
  }

  /**
   * As {@link #quantize()}, of some layers alone, as by Keras's {@code filters}. What takes the
   * time of a prediction for one row are the layers with many weights:
   *
   * <pre>{@code
   * model.quantize(
   *     Quantization.INT8.withRoundedInputs(false), layer -> layer.kind().equals("dense"));
   * }</pre>
   *
   * @param which says so of each layer, by its {@link Layer#kind}, {@link Layer#name} or class;
   *     those of models within are asked for one by one
   */
  public Model quantize(Quantization how, Predicate<Layer> which) {
    variables();
    return Quantizing.of(this, how, which);
  }

  /**
   * What a weight that is held in 8 bits would be held as if something were added to it: its whole
   * numbers, their scales and, in blocks, zeros, by path. The weight stays as it is.
   *
   * @param update as many numbers as the weight has
   * @throws IllegalArgumentException if there is no such weight held in 8 bits
   */
  public Map<String, Storage> roundedWith(String path, Table update) {
    variables();
    return stages.built().weights().roundedWith(path, update);
  }

  // Weights.

  /**
   * The variables themselves by path, in the order of the layers. Values read there are up to date
   * until the next step.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public Map<String, Variable> variables() {
    Map<String, Variable> all = stages.built().weights().byPath();
    stages.settle();
    return all;
  }

  /**
   * The shapes of all weights and states by path, in the order of the layers. None is made for
   * this, so that a model that is too large can be told in time.
   *
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public Map<String, Shape> weightShapes() {
    return stages.sketch().weightShapes();
  }

  /** A copy of all weights and states by path. */
  public Map<String, FloatTensor> weights() {
    Map<String, FloatTensor> copies = new LinkedHashMap<>();
    variables().forEach((path, variable) -> copies.put(path, variable.read()));
    return copies;
  }

  /**
   * A copy of one weight: {@code model.weight("dense/kernel")}.
   *
   * @throws IllegalArgumentException naming the paths that there are
   */
  public FloatTensor weight(String path) {
    return variable(path).read();
  }

  /**
   * Sets one weight.
   *
   * @throws IllegalArgumentException if there is none, or it has another shape
   */
  public void setWeight(String path, Tensor values) {
    variable(path).assign(values);
  }

  /**
   * Sets weights by path; those left out stay.
   *
   * @throws IllegalArgumentException if there is no such path, or a shape differs; then none is set
   */
  public void setWeights(Map<String, ? extends Tensor> values) {
    variables();
    stages.built().weights().assign(values);
  }

  private Variable variable(String path) {
    variables();
    return stages.built().weights().get(path);
  }

  // Files.

  /** How many steps training has made. */
  public int step() {
    Learner known = stages.learnerIfAny();
    return known == null ? 0 : known.madeSteps();
  }

  /**
   * The learning rate of the next step; of the first optimizer if there are several.
   *
   * @throws IllegalStateException if the model isn't compiled, or doesn't know its inputs yet
   */
  public float learningRate() {
    return stages.learner().state().learningRate();
  }

  /**
   * Everything that training needs to go on: weights and states by path, what the optimizers
   * remember, and the step. The tables are the model's own, not copies: write it before the next
   * step.
   *
   * @param notes texts to go with it
   * @throws IllegalStateException if the model isn't compiled, or doesn't know its inputs yet
   */
  public Checkpoint checkpoint(Map<String, String> notes) {
    return stages.learner().checkpoint(notes);
  }

  /**
   * Goes on from a checkpoint of a model like this one; takes the weights alone from one that holds
   * nothing else.
   *
   * @throws IllegalArgumentException if it lacks a table or has one in another shape; then nothing
   *     is changed
   * @throws IllegalStateException if the model isn't compiled, or doesn't know its inputs yet
   */
  public void restore(CheckpointReader checkpoint) {
    stages.learner().restore(checkpoint);
  }

  /**
   * Goes on from a checkpoint in memory: one that {@link #checkpoint} gave and whose tables have
   * been filled since, or a copy.
   *
   * @throws IllegalArgumentException if it lacks a table or has one in another shape; then nothing
   *     is changed
   * @throws IllegalStateException if the model isn't compiled, or doesn't know its inputs yet
   */
  public void restore(Checkpoint checkpoint) {
    stages.learner().restore(checkpoint);
  }

  /**
   * Writes the model into a file, whole or not at all: its layers, weights, how it is compiled, and
   * what its optimizer remembers. Whatever was there before is replaced.
   *
   * @throws IllegalArgumentException naming a layer, loss or metric that can't be saved, such as a
   *     lambda; make it a record
   * @throws java.io.UncheckedIOException if the file can't be written
   */
  public void save(Path file) {
    ModelFile.checkpoint(this).write(file);
  }

  /**
   * Reads a model: a file that {@link #save} wrote, or the newest whole checkpoint of a directory.
   * If it was compiled, it is again, and training goes on as if it had never stopped.
   *
   * @throws dev.inlay.checkpoint.DamagedCheckpointException if the file is damaged or cut short
   */
  public static Model load(Path path) {
    return load(path, Known.CONFIG);
  }

  /**
   * Reads a model that has layers, losses or metrics of your own.
   *
   * @param classes knows them: {@code Config.of(Scale.class)}
   */
  public static Model load(Path path, Config classes) {
    return ModelFile.load(path, Known.CONFIG.and(classes));
  }

  /**
   * How the model is made and compiled, without its weights, as JSON: Keras's {@code to_json}.
   *
   * @throws IllegalArgumentException naming what can't be saved
   * @throws IllegalStateException if the model doesn't know its inputs yet
   */
  public String toJson() {
    return Json.write(ModelFile.description(this));
  }

  /**
   * A model with first weights from what {@link #toJson} has written.
   *
   * @param classes knows layers, losses and metrics of your own
   * @throws IllegalArgumentException if the text is something else
   */
  public static Model ofJson(String json, Config classes) {
    return ModelFile.make(json, Known.CONFIG.and(classes));
  }

  /** Knows all classes of the library of which a saved model may be made. */
  public static Config config() {
    return Known.CONFIG;
  }

  /**
   * Gives this model the weights of a file, or of the newest whole checkpoint of a directory; if it
   * is compiled, also the optimizer's memory.
   *
   * @throws IllegalArgumentException naming the weights that the file lacks or has in another shape
   */
  public void restore(Path path) {
    ModelFile.restore(this, path);
  }

  /**
   * What the model is made of, for those who show it.
   *
   * @param expandNested whether models inside the model are taken apart too
   */
  public Outline outline(boolean expandNested) {
    Built ready = stages.builtIfKnown();
    return ready == null
        ? new Outlines(Map.of(), Set.of(), expandNested, true).of(this, null)
        : new Outlines(ready.weights().byPath(), ready.trained(), expandNested, true)
            .of(this, ready.specs());
  }

  /**
   * The most memory that training takes, known before any step is made.
   *
   * @return nothing if the model isn't compiled or doesn't know the lengths of all axes
   */
  public Optional<TrainingMemory> trainingMemory(int batchSize) {
    Built ready = stages.builtIfKnown();
    Learner known = ready == null ? null : stages.learnerIfCompiled();
    int rows = ready == null || ready.rows() == Shape.UNKNOWN ? batchSize : ready.rows();
    return known == null ? Optional.empty() : known.memory(rows);
  }

  /** The layers, shapes and numbers of weights, in Keras's look. */
  public String summary() {
    return summary(Summary.of());
  }

  /** The layers, shapes and numbers of weights. */
  public String summary(Summary look) {
    Built ready = stages.builtIfKnown();
    Learner known = stages.learnerIfAny();
    return ready == null
        ? look.of(this, null, Map.of(), Set.of(), Summary.Memory.NONE, Optional.empty())
        : look.of(
            this,
            ready.specs(),
            ready.weights().byPath(),
            ready.trained(),
            known == null ? Summary.Memory.NONE : known.memory(),
            trainingMemory(look.batchSize()));
  }
}
