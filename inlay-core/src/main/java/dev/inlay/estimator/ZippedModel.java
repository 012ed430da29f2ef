package dev.inlay.estimator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A model directory in a zip file. */
final class ZippedModel {
  private ZippedModel() {}

  static boolean is(Path place) {
    return Files.isRegularFile(place) && place.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /**
   * The model directory in a temporary folder, which goes when the process ends.
   *
   * @throws IllegalArgumentException if there is none in the file
   */
  static Path unpacked(Path zip) {
    try (var file = new ZipFile(zip.toFile())) {
      String model = "";
      for (ZipEntry entry : file.stream().toList()) {
        if (entry.getName().endsWith(ModelDirectory.FILE)
            && (model.isEmpty() || entry.getName().length() < model.length())) {
          model = entry.getName();
        }
      }
      if (model.isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no %s; zip a model directory".formatted(zip, ModelDirectory.FILE));
      }
      String root = model.substring(0, model.length() - ModelDirectory.FILE.length());
      Path folder = Files.createTempDirectory("inlay-model");
      folder.toFile().deleteOnExit();
      for (ZipEntry entry : file.stream().toList()) {
        // Only what lies in the directory itself, so that no name leads out of it.
        String name =
            entry.getName().startsWith(root) ? entry.getName().substring(root.length()) : "/";
        if (!name.isEmpty() && !name.contains("/") && !name.contains("\\")) {
          try (var in = file.getInputStream(entry)) {
            Path to = folder.resolve(name);
            Files.copy(in, to);
            to.toFile().deleteOnExit();
          }
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("can't unpack %s: %s".formatted(zip, e.getMessage()), e);
    }
  }
}
