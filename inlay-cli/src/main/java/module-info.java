/** The {@code inlay} command. */
module dev.inlay.cli {
  requires static org.jspecify;
  requires dev.inlay.core;
  requires info.picocli;
  requires tools.jackson.dataformat.yaml;
}
