package dev.inlay.cli;

import dev.inlay.model.NonFiniteLossException;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into a message and an exit code. */
record Faults(PrintWriter err) implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** The option that asks for stack traces. */
  static final String DEBUG = "--debug";

  private static final int MISTAKE = 2;
  static final int FAILURE = 1;

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    err.println("error: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("see %s --help".formatted(command.getCommandSpec().qualifiedName()));
    return MISTAKE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (parsed.originalArgs().contains(DEBUG)) {
      e.printStackTrace(err);
    }
    return switch (e) {
      case IllegalArgumentException mistake -> say(String.valueOf(mistake.getMessage()), MISTAKE);
      case UncheckedIOException io ->
          say(message(io), isMistake(io.getCause()) ? MISTAKE : FAILURE);
      case IllegalStateException state when isExpected(state) ->
          say(String.valueOf(state.getMessage()), FAILURE);
      case NonFiniteLossException diverged -> say(String.valueOf(diverged.getMessage()), FAILURE);
      case Exception full when isOfMemory(full) -> sayMemoryIsFull();
      default ->
          say("%s; this is a fault of the program, --debug shows where".formatted(e), FAILURE);
    };
  }

  /** Whether a thread, this one or another, has found no memory. */
  private static boolean isOfMemory(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** Tells how to get more memory; gives the code. */
  int sayMemoryIsFull() {
    return say(
        "the JVM's memory of %,d MB is full; give it more, as INLAY_JAVA_OPTS=-Xmx8g does"
            .formatted(Runtime.getRuntime().maxMemory() >> 20),
        FAILURE);
  }

  /** What the library says of a directory that somebody else trains in. */
  private static boolean isExpected(IllegalStateException state) {
    return String.valueOf(state.getMessage()).contains("is being trained in");
  }

  /** Tells of a fault; gives the code back. */
  int say(String message, int code) {
    err.println("error: " + message);
    return code;
  }

  private static boolean isMistake(@Nullable Throwable cause) {
    return cause instanceof NoSuchFileException
        || cause instanceof FileNotFoundException
        || cause instanceof AccessDeniedException;
  }

  private static String message(UncheckedIOException e) {
    return switch ((Throwable) e.getCause()) {
      case NoSuchFileException missing when missing.getReason() == null ->
          missing.getFile() + ": no such file; check the path";
      case AccessDeniedException denied ->
          denied.getFile() + " can't be read or written; check its permissions";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      case null -> String.valueOf(e.getMessage());
      case Throwable cause -> withReason(String.valueOf(e.getMessage()), cause);
    };
  }

  /** A message that says why, once and in words: "No space left on device". */
  private static String withReason(String message, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    String plain = message.replace(cause.toString(), reason);
    return plain.contains(reason) ? plain : plain + ": " + reason;
  }
}
