package dev.inlay.cli;

import picocli.CommandLine.IVersionProvider;

/** The command's version, as the jar says it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "inlay " + (version == null ? "(not packaged)" : version),
      "on Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
