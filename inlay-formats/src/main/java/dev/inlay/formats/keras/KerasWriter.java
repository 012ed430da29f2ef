package dev.inlay.formats.keras;

import dev.inlay.checkpoint.WholeFile;
import dev.inlay.feature.FeatureSpace;
import dev.inlay.formats.hdf5.Hdf5Writer;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Json;
import dev.inlay.model.Model;
import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes Keras's files. */
final class KerasWriter {
  /** The version whose format this is. */
  static final String VERSION = "3.15.1";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);

  private KerasWriter() {}

  /** Writes a {@code .keras} file, or an {@code .h5} if its name says so, whole or not at all. */
  static void save(Model model, Path file) {
    Optional<FeatureSpace> space = FeatureSpaceWriter.of(model);
    boolean legacy = file.toString().matches(".*\\.(h5|hdf5)");
    if (space.isPresent()) {
      if (legacy) {
        throw new UnsupportedOperationException(
            "a feature space in an .h5 file, which Keras doesn't have; save a .keras file");
      }
      save(space.get(), file);
      return;
    }
    Map<String, @Nullable Object> tree = ConfigWriter.model(model, name(model));
    if (legacy) {
      LegacyWriter.save(model, KerasObject.of(tree, "a model"), file);
      return;
    }
    KerasObject config = KerasObject.of(tree, "a model");
    CompileWriter.of(model, config)
        .ifPresent(writer -> tree.put("compile_config", writer.config()));
    try (ExtractedFile weights = ExtractedFile.empty()) {
      write(model, config, weights.path());
      WholeFile.write(file, unfinished -> archive(unfinished, tree, weights.path()));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Writes a feature space, whole or not at all. */
  static void save(FeatureSpace space, Path file) {
    Map<String, @Nullable Object> tree = FeatureSpaceWriter.write(space);
    try (ExtractedFile weights = ExtractedFile.empty()) {
      try (var hdf5 = Hdf5Writer.create(weights.path())) {
        hdf5.group("vars");
      }
      WholeFile.write(file, unfinished -> archive(unfinished, tree, weights.path()));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void archive(Path file, Map<String, @Nullable Object> tree, Path weights)
      throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Map<String, String> metadata =
          Map.of(
              "keras_version",
              VERSION,
              "date_saved",
              LocalDateTime.now(ZoneOffset.UTC).format(DATE));
      text(zip, KerasArchive.METADATA, Json.write(metadata));
      text(zip, KerasArchive.CONFIG, Json.writeForPython(tree));
      stored(zip, weights);
    }
  }

  /** Writes a {@code .weights.h5} file, whole or not at all: weights and the optimizer's memory. */
  static void saveWeights(Model model, Path file) {
    Map<String, @Nullable Object> tree = ConfigWriter.model(model, name(model));
    KerasObject config = KerasObject.of(tree, "a model");
    try {
      WholeFile.write(file, unfinished -> write(model, config, unfinished));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String name(Model model) {
    return model.name().isEmpty() ? model.kind() : model.name();
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Uncompressed, so that Python reads it in place. */
  private static void stored(ZipOutputStream zip, Path weights) throws IOException {
    var crc = new CRC32();
    try (var counted = new CheckedOutputStream(OutputStream.nullOutputStream(), crc)) {
      Files.copy(weights, counted);
    }
    var entry = new ZipEntry(KerasArchive.WEIGHTS);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(Files.size(weights));
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    Files.copy(weights, zip);
    zip.closeEntry();
  }

  private static void write(Model model, KerasObject config, Path file) {
    Map<String, Variable> variables = model.knowsInputs() ? model.variables() : Map.of();
    List<String> paths = new ArrayList<>();
    try (var hdf5 = Hdf5Writer.create(file)) {
      hdf5.group("vars");
      for (WeightPlaces.Place place : WeightPlaces.of(config)) {
        weights(hdf5, place, variables, LowRank.rounded(model, place, variables), paths);
      }
      CompileWriter.of(model, config)
          .flatMap(writer -> writer.memory(LowRank.withUpdates(paths, variables.keySet())))
          .ifPresent(memory -> memory.writeNested(hdf5, "optimizer/", model.step()));
    }
  }

  /** The weights of a layer, those of one part of it after the other. */
  private static void weights(
      Hdf5Writer hdf5,
      WeightPlaces.Place place,
      Map<String, Variable> variables,
      Map<String, Storage> tuned,
      List<String> paths) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (String path : variables.keySet()) {
      if (place.has(path) && !LowRank.isUpdate(path)) {
        String part = path.substring(0, path.lastIndexOf('/'));
        parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(path);
      }
    }
    if (place.isOfArrays()) {
      arrays(hdf5, place, variables, parts.values().stream().flatMap(List::stream).toList(), paths);
      return;
    }
    place.groups().forEach(group -> hdf5.group(group + "/vars"));
    if (place.layer().config().get("idf_weights") instanceof List<?> weights) {
      inverseFrequencies(hdf5, place, weights);
    }
    if (!parts.isEmpty() && parts.size() != place.groups().size()) {
      throw new UnsupportedOperationException(
          "%s: its weights %s don't lie as Keras's in %s"
              .formatted(place.layer(), parts.values(), place.groups()));
    }
    int part = 0;
    for (List<String> of : parts.values()) {
      String group = place.groups().get(part++);
      List<String> inOrder = QuantizedArrays.inOrder(of);
      for (int i = 0; i < inOrder.size(); i++) {
        weight(hdf5, group + "/vars/" + i, place.layer(), inOrder, i, variables, tuned);
      }
      paths.addAll(of);
    }
  }

  /** One weight of a layer, its numbers or what else Keras keeps of it. */
  private static void weight(
      Hdf5Writer hdf5,
      String at,
      KerasObject layer,
      List<String> paths,
      int index,
      Map<String, Variable> variables,
      Map<String, Storage> tuned) {
    String path = paths.get(index);
    if (path.equals(QuantizedArrays.BLOCKS)) {
      String numbers = paths.get(index - 1).replaceAll("_zero$", "");
      Table blocks = QuantizedArrays.blocks(layer, numbers, variable(variables, numbers).shape());
      array(hdf5, at, new int[] {blocks.width()}, blocks);
      return;
    }
    Variable variable = variable(variables, path);
    Shape shape = variable.shape();
    switch (tuned.getOrDefault(path, variable.storage())) {
      case Bytes bytes when QuantizedArrays.areOf4Bits(layer) ->
          hdf5.bytes(
              at,
              dims(QuantizedArrays.packed(path, shape)),
              QuantizedArrays.packed(bytes, path, shape));
      case Bytes bytes -> hdf5.bytes(at, dims(shape), bytes);
      case Table table when tuned.containsKey(path) -> hdf5.floats(at, dims(shape), table);
      case Table _ -> hdf5.floats(at, dims(shape), LowRank.sum(layer, path, variables));
    }
  }

  private static Variable variable(Map<String, Variable> variables, String path) {
    return Objects.requireNonNull(variables.get(path));
  }

  private static List<Integer> dims(Shape shape) {
    return IntStream.of(shape.dims()).boxed().toList();
  }

  /** Weights of terms, which Keras wants beside the config that has them too. */
  private static void inverseFrequencies(
      Hdf5Writer hdf5, WeightPlaces.Place place, List<?> weights) {
    float[] numbers = new float[weights.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = weights.get(i) instanceof Number n ? n.floatValue() : 0;
    }
    var table = Table.of(1, numbers.length, numbers);
    int[] dims = {numbers.length};
    for (String group : place.groups()) {
      array(hdf5, group + "/vars/idf_weights", dims, table);
      if (place.layer().className().equals("TextVectorization")) {
        array(hdf5, group + "/_lookup_layer/vars/idf_weights", dims, table);
      }
    }
  }

  /** Weights that have places of their own; Keras counts the first one twice. */
  private static void arrays(
      Hdf5Writer hdf5,
      WeightPlaces.Place place,
      Map<String, Variable> variables,
      List<String> of,
      List<String> paths) {
    List<String> places = new ArrayList<>(place.groups());
    List<String> inOrder = variables.keySet().stream().filter(of::contains).toList();
    for (int i = 0; i < inOrder.size(); i++) {
      Variable variable = variables.get(inOrder.get(i));
      if (variable != null) {
        array(hdf5, places.get(i), variable.shape().dims(), variable.values());
        if (i == 0) {
          String own = places.getFirst().replace("/layer/vars/0", "/vars/0");
          array(hdf5, own, variable.shape().dims(), variable.values());
        }
        paths.add(inOrder.get(i));
      }
    }
  }

  private static void array(Hdf5Writer hdf5, String path, int[] dims, Table values) {
    hdf5.floats(path, IntStream.of(dims).boxed().toList(), values);
  }
}
