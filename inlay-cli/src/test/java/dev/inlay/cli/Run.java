package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.layer.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** One run of the command, within the test's process. */
record Run(int code, String out, String err) {
  static Run of(Object... args) {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.run(texts, new PrintWriter(out), new PrintWriter(err), false);
    return new Run(code, out.toString(), err.toString());
  }

  /** A run that went well. */
  static Run well(Object... args) {
    Run run = of(args);
    assertThat(run.code).as(run.err).isZero();
    return run;
  }

  /** What it printed for machines. */
  Map<?, ?> json() {
    return (Map<?, ?>) Json.read(out, "standard output");
  }
}
