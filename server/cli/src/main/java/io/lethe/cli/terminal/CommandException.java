package io.lethe.cli.terminal;

import java.io.Serial;

/** The end of a command that could not do what it was asked: one line for people, one exit code. */
final class CommandException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
