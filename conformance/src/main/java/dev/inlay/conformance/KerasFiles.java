package dev.inlay.conformance;

import dev.inlay.data.Batch;
import dev.inlay.formats.keras.Keras;
import dev.inlay.formats.keras.KerasReader;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code conformance/keras-files FOLDER}: models that Keras saved, loaded here, and their
 * predictions held against Keras's own.
 */
public final class KerasFiles {
  private static final Logger LIBRARY = Logger.getLogger("dev.inlay");
  private static final String SUFFIX = ".keras";

  /** Predictions agree to five digits. */
  private static final Tolerance CLOSE = new Tolerance(1e-5, 1e-5);

  private static final String USAGE =
      """
      usage: conformance/keras-files FOLDER
        Loads every NAME.keras in FOLDER, predicts for the inputs in NAME.json, and compares with the outputs there; where it has
        a fit or gradients, these too.
      Ends with 0 if nothing failed, with 1 if something did, with 2 if it can't begin.
      """;

  private KerasFiles() {}

  public static void main(String[] args) {
    LIBRARY.setLevel(Level.WARNING);
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** Does it all; gives the exit code. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    List<Path> files = args.size() == 1 ? files(Path.of(args.getFirst())) : List.of();
    if (files.isEmpty()) {
      err.println("conformance: name one folder with .keras files");
      err.print(USAGE);
      return 2;
    }
    int[] counts = new int[3];
    int width = files.stream().mapToInt(file -> name(file).length()).max().orElse(0);
    for (Path file : files) {
      String line =
          switch (outcome(file)) {
            case Outcome.Passed() -> {
              counts[0]++;
              yield "passed";
            }
            case Outcome.Failed(String why) -> {
              counts[1]++;
              yield "failed       " + why;
            }
            case Outcome.Unsupported(String what) -> {
              counts[2]++;
              yield "unsupported  " + what;
            }
          };
      out.println(("%-" + width + "s  %s").formatted(name(file), line));
    }
    out.println(
        "%n%d passed, %d failed, %d unsupported".formatted(counts[0], counts[1], counts[2]));
    return counts[1] > 0 ? 1 : 0;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** What comes of a file; whatever goes wrong is its outcome, so that the others are tried too. */
  private static Outcome outcome(Path file) {
    try {
      compare(file);
      return new Outcome.Passed();
    } catch (UnsupportedOperationException e) {
      return new Outcome.Unsupported(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      String what = e instanceof Mismatch ? "" : e.getClass().getSimpleName() + ": ";
      return new Outcome.Failed(what + e.getMessage());
    }
  }

  private static void compare(Path file) throws IOException {
    Case recorded = Case.of(name(file), GoldenFile.tree(file.resolveSibling(name(file) + ".json")));
    KerasReader reader = Keras.reader();
    Model model = (recorded.has("fit") ? reader : reader.withoutTraining()).load(file);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    List<Object> outputs = new ArrayList<>();
    recorded
        .fields()
        .forEach(
            (key, value) -> {
              if (key.startsWith("in_") && value != null) {
                inputs.put(key.substring("in_".length()), Encoded.tensor(value));
              } else if (key.startsWith("out_") && value != null) {
                outputs.add(value);
              }
            });
    Map<String, Tensor> named = named(model, recorded, inputs);
    if (recorded.has("fit")) {
      Path fitted = file.resolveSibling("fitted").resolve(file.getFileName());
      KerasFit.compare(recorded, model, named, fitted);
    }
    if (outputs.isEmpty()) {
      return;
    }
    Map<String, FloatTensor> predicted = model.predictAll(Batch.of(named));
    if (predicted.size() != outputs.size()) {
      throw new Mismatch(
          "the model has outputs %s, Keras's has %d".formatted(predicted.keySet(), outputs.size()));
    }
    List<String> names = order(recorded, predicted);
    for (int i = 0; i < outputs.size(); i++) {
      FloatTensor output = Objects.requireNonNull(predicted.get(names.get(i)), names.get(i));
      CLOSE.check("output " + i, Answer.of(output), Answer.of(outputs.get(i)));
    }
    if (recorded.has("cotangents")) {
      KerasGradients.compare(recorded, model, named, names);
    }
  }

  /** Inputs under the names that the model has for them. */
  private static Map<String, Tensor> named(Model model, Case recorded, Map<String, Tensor> inputs) {
    List<String> names = model.inputs().stream().map(TensorSpec::name).toList();
    if (inputs.keySet().containsAll(names)) {
      return inputs;
    }
    List<String> given = new ArrayList<>(inputs.keySet());
    if (recorded.has("input_order") && given.size() > 1) {
      given = recorded.list("input_order").stream().map(String::valueOf).toList();
    }
    if (given.size() != names.size()) {
      throw new Mismatch("the model has inputs %s, Keras's has %s".formatted(names, given));
    }
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      @Nullable Tensor input = inputs.get(given.get(i));
      if (input == null) {
        throw new Mismatch("there is no input in_" + given.get(i));
      }
      byName.put(names.get(i), input);
    }
    return byName;
  }

  /**
   * Our outputs' names in Keras's order. Outputs that Keras gives as a map are in the order of its
   * keys here.
   */
  private static List<String> order(Case recorded, Map<String, FloatTensor> predicted) {
    List<String> ours = new ArrayList<>(predicted.keySet());
    if (!(recorded.fields().get("output_names") instanceof List<?> list)) {
      return ours;
    }
    List<String> theirs = list.stream().map(String::valueOf).toList();
    List<String> sorted = List.copyOf(new TreeSet<>(theirs));
    if (sorted.size() != ours.size()) {
      return ours;
    }
    if (predicted.keySet().containsAll(theirs)) {
      return theirs;
    }
    if (theirs.stream().anyMatch(predicted::containsKey)) {
      return ours;
    }
    return theirs.stream().map(name -> ours.get(sorted.indexOf(name))).toList();
  }
}
