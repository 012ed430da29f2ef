package dev.inlay.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** This program in a JVM of its own: no engine runs with another's compiled code or threads. */
final class Child {
  private static final int LONGEST_SECONDS = 180;
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private Child() {}

  /**
   * Runs this program.
   *
   * @param engine for whose sake the environment is as it likes it
   * @return what it prints
   * @throws Skipped if it fails or takes too long, with its message
   */
  static String output(String engine, Workload workload, List<String> arguments)
      throws InterruptedException, Skipped {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (workload.heap() > 0) {
      // Tables are old: nearly all of the heap is for such.
      command.addAll(List.of("-Xmx" + workload.heap() + "g", "-Xmn400m"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    try {
      requireMemory(workload.heap());
      Path out = Files.createTempFile("benchmark", ".out");
      Path errors = Files.createTempFile("benchmark", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile());
        if (engine.equals(Dl4jEngine.NAME)) {
          builder.environment().putAll(Dl4jEngine.environment(workload.subject()));
        }
        Process process = builder.start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new Skipped("took longer than " + LONGEST_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
          throw new Skipped(reason(Files.readString(errors)));
        }
        return Files.readString(out).strip();
      } finally {
        Files.delete(out);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The deepest cause among the messages of a program that failed. */
  static String reason(String messages) {
    String last = "it failed and said nothing";
    for (String line : messages.lines().toList()) {
      if (line.startsWith("Exception in thread") || line.startsWith("Caused by: ")) {
        last = line.replaceFirst("^(Exception in thread \"[^\"]*\"|Caused by:) ", "");
      }
    }
    return last;
  }

  private static void requireMemory(int heap) throws IOException, Skipped {
    // A JVM takes some memory beside the heap.
    double wanted = heap + 1;
    Optional<Double> free = freeMemory();
    if (heap > 0 && free.isPresent() && free.get() < wanted) {
      throw new Skipped(
          "needs %.0f GiB of free memory; there are %.0f".formatted(wanted, free.get()));
    }
  }

  /** GiB that programs may still take, where the system says so. */
  private static Optional<Double> freeMemory() throws IOException {
    return Files.isReadable(MEMORY)
        ? Files.readAllLines(MEMORY).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / (1 << 20))
            .findFirst()
        : Optional.empty();
  }
}
