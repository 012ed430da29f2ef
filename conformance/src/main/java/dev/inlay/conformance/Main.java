package dev.inlay.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code conformance/run [--verbose] [--only CLASS] FOLDER}. */
public final class Main {
  /** Held, for a logger that nobody holds forgets its level. */
  private static final Logger LIBRARY = Logger.getLogger("dev.inlay");

  private Main() {}

  private static final String USAGE =
      """
      usage: conformance/run [--verbose] [--only CLASS] FOLDER
        Replays the cases of all .json files in FOLDER and compares with their answers.
        --verbose      a line for each case
        --only CLASS   only cases of this class, as Keras or TensorFlow names it
      Ends with 0 if nothing failed, with 1 if something did, with 2 if it can't begin.
      """;

  public static void main(String[] args) {
    LIBRARY.setLevel(Level.WARNING);
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** Does it all; gives the exit code. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    boolean verbose = false;
    String only = null;
    String folder = null;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--verbose")) {
        verbose = true;
      } else if (arg.equals("--only") && i + 1 < args.size()) {
        only = args.get(++i);
      } else if (arg.equals("--help")) {
        out.print(USAGE);
        return 0;
      } else if (!arg.startsWith("-") && folder == null) {
        folder = arg;
      } else {
        return refuse(err, "can't take \"" + arg + "\"");
      }
    }
    if (folder == null) {
      return refuse(err, "which folder?");
    }
    try {
      List<Path> files =
          Files.isDirectory(Path.of(folder)) ? GoldenFile.in(Path.of(folder)) : List.of();
      if (files.isEmpty()) {
        return refuse(err, folder + " is no folder with .json files");
      }
      Report report = replay(files, only, verbose ? out::println : line -> {});
      out.print(report.text());
      return report.hasFailures() ? 1 : 0;
    } catch (IOException e) {
      return refuse(err, "can't read " + folder + ": " + e.getMessage());
    }
  }

  private static int refuse(PrintStream err, String why) {
    err.println("conformance: " + why);
    err.print(USAGE);
    return 2;
  }

  /**
   * Replays the cases of files.
   *
   * @param only if not null, only cases of this class
   * @param lines is given a line for each case
   */
  static Report replay(List<Path> files, @Nullable String only, Consumer<String> lines) {
    var report = new Report(lines);
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      report.file(name);
      try {
        for (Case golden : GoldenFile.read(file).cases()) {
          if (only == null || golden.subject().equalsIgnoreCase(only)) {
            report.add(golden, Replay.outcome(golden));
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        report.addUnreadable(String.valueOf(e.getMessage()));
      }
    }
    return report;
  }
}
