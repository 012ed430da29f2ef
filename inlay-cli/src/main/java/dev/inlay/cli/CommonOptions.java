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

  @Option(names = "--debug", description = "show the place in the program where a fault came up")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  /** Where the command writes. */
  Screen screen() {
    var command = spec.commandLine();
    Main main = (Main) command.getParent().getCommand();
    return new Screen(command.getOut(), command.getErr(), json, main.isTerminal());
  }
}
