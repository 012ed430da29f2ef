/** The {@code inlay} command. */
module dev.inlay.cli {
  requires static org.jspecify;
  requires dev.inlay.core;
  requires dev.inlay.formats;
  requires info.picocli;
  requires java.logging;
  requires tools.jackson.core;
  requires tools.jackson.dataformat.yaml;

  uses dev.inlay.data.FileFormat;

  // Options are set, and records saved and read, by reflection.
  opens dev.inlay.cli to
      info.picocli;
  opens dev.inlay.cli.job to
      dev.inlay.core;
  opens dev.inlay.cli.recipe to
      dev.inlay.core;
}
