import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Puts every Java file below the current directory into google-java-format, or, with the argument
 * {@code check}, fails and names the files that are not. {@code bin/format} and the build run it.
 */
void main(String[] args) throws IOException {
  var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
  var arguments = new ArrayList<String>();
  switch (args.length == 1 ? args[0] : "") {
    case "write" -> arguments.add("--replace");
    case "check" -> arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    default -> throw new IllegalArgumentException("wanted one argument: write or check");
  }
  try (var paths = Files.walk(Path.of(""))) {
    paths
        .filter(path -> path.toString().endsWith(".java"))
        .filter(path -> !path.toString().contains("target" + path.getFileSystem().getSeparator()))
        .map(Path::toString)
        .sorted()
        .forEach(arguments::add);
  }
  var exit = formatter.run(System.out, System.err, arguments.toArray(String[]::new));
  if (exit != 0 && args[0].equals("check")) {
    System.err.println("These files are not formatted, or cannot be parsed; run bin/format");
  }
  System.exit(exit);
}
