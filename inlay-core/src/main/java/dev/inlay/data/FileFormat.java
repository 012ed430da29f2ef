package dev.inlay.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A kind of files that rows are read from without further settings: a service that modules provide,
 * so that the command finds what is on its class path.
 */
public interface FileFormat {
  /** The format's name, as in a job: {@code jsonl}. */
  String name();

  /** How names of such files end. */
  List<String> suffixes();

  /** All columns of files as rows. */
  RowSource<?> open(List<Path> files);
}
