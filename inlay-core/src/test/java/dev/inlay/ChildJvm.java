package dev.inlay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A class with a main method, run in a JVM of its own with the tests' classes. */
public final class ChildJvm {
  private ChildJvm() {}

  /** To be started; what it says on its error stream is dropped unless that is sent elsewhere. */
  public static ProcessBuilder of(Class<?> main, List<String> options, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /**
   * What it prints.
   *
   * @throws IllegalStateException if it fails
   */
  public static String output(Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    Process process = of(main, List.of(), arguments).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(main + " ended with " + process.exitValue());
    }
    return printed.strip();
  }

  /**
   * What it prints in the first of three runs that is as wanted, or in the last: for what the JIT
   * decides, which by bad luck may leave vectors on the heap in one start of a hundred. What is
   * wrong with a loop is wrong in all three.
   */
  public static String outputOfThree(String wanted, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    String printed = output(main, arguments);
    for (int run = 1; run < 3 && !printed.equals(wanted); run++) {
      printed = output(main, arguments);
    }
    return printed;
  }
}
