package io.lethe.cli.terminal;

import java.io.Serial;

/** The end of a command that could not do what it was asked: one line for people, one exit code. */
public final class CommandException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
