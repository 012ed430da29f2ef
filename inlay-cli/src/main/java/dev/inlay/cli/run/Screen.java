package dev.inlay.cli.run;

import dev.inlay.layer.Json;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command writes: results to standard output, notes to standard error. For machines, one
 * JSON object is all that standard output gets.
 *
 * @param json whether it is for machines
 * @param terminal whether lines may be drawn again
 */
public record Screen(PrintWriter out, PrintWriter err, boolean json, boolean terminal) {
  /** A line for people. */
  void say(String line) {
    people().println(line);
    people().flush();
  }

  /** A piece of a line for people. */
  void draw(String piece) {
    people().print(piece);
    people().flush();
  }

  private PrintWriter people() {
    return json ? err : out;
  }

  /** Something that somebody should know. */
  void note(String note) {
    err.println("note: " + note);
    err.flush();
  }

  /** The result for machines, if it is for them. */
  void result(Map<String, ?> tree) {
    if (json) {
      out.println(Json.write(tree));
      out.flush();
    }
  }
}
