package dev.inlay.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command's entry. */
@Command(
    name = "inlay",
    description = "Trains neural models on tables, and asks them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Begin with a file of your own:  ./inlay train --csv FILE --label COLUMN",
      "or with the data that comes along:  ./inlay train examples/birdstrikes/birdstrikes.yaml"
    })
public final class Main implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final boolean terminal;

  private Main(boolean terminal) {
    this.terminal = terminal;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = run(args, writer(FileDescriptor.out), writer(FileDescriptor.err), hasTerminal());
    System.exit(code);
  }

  /** Whether somebody looks at the output as it comes. */
  @SuppressWarnings("SystemConsoleNull") // null where the JDK has no module for consoles
  static boolean hasTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static PrintWriter writer(FileDescriptor to) {
    return new PrintWriter(new FileOutputStream(to), false, StandardCharsets.UTF_8);
  }

  /**
   * Runs the command.
   *
   * @param terminal whether lines may be drawn again
   * @return 0 if all went well, 2 for a mistake in what was given (usage, configuration, data), 1
   *     for other failures, 130 if it was interrupted
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err, boolean terminal) {
    Faults faults = new Faults(err);
    Logging.to(err);
    var line = new CommandLine(new Main(terminal));
    named(args).forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(terminal ? Help.Ansi.AUTO : Help.Ansi.OFF))
        .setParameterExceptionHandler(faults)
        .setExecutionExceptionHandler(faults);
    int code;
    try {
      code = line.execute(args);
    } catch (OutOfMemoryError _) {
      code = faults.sayMemoryIsFull();
    }
    if (out.checkError() && code == 0) {
      code = faults.say("standard output was closed, or its disk is full", Faults.FAILURE);
    }
    err.flush();
    return code;
  }

  /** The command that is named, or all: to look at each one's options takes time. */
  private static Map<String, Supplier<?>> named(String[] args) {
    Map<String, Supplier<?>> all = new LinkedHashMap<>();
    all.put("train", TrainCommand::new);
    all.put("evaluate", EvaluateCommand::new);
    all.put("predict", PredictCommand::new);
    all.put("summary", SummaryCommand::new);
    if (args.length > 0 && all.containsKey(args[0])) {
      all.keySet().retainAll(Set.of(args[0]));
    }
    return all;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Whether lines may be drawn again. */
  boolean isTerminal() {
    return terminal;
  }
}
