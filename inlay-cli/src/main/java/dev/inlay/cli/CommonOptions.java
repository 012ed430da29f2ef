package dev.inlay.cli;

import dev.inlay.cli.run.Screen;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that all commands have, and where they write. */
final class CommonOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--json", description = "print one JSON object for machines")
  private boolean json;

  @Option(names = Faults.DEBUG, description = "show where in the program a fault came up")
  @SuppressWarnings("UnusedVariable") // what was matched is asked
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** Where the command writes. */
  Screen screen() {
    var command = spec.commandLine();
    Main main = (Main) command.getParent().getCommand();
    return new Screen(command.getOut(), command.getErr(), json, main.isTerminal());
  }
}
