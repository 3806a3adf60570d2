package io.lethe.cli.options;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that send a server any number of interactions. */
public final class ImportIdOption {

  @Option(
      names = "--import-id",
      description = "Goes on with an import that a server has part of, within 24 hours of its "
          + "beginning: the id that the command told when it was cut off, with the same rows.",
      paramLabel = "UUID") private @Nullable UUID id;

  /** Whether one was given. */
  public boolean given() {
    return id != null;
  }

  /** The id that was given, or a new one. */
  public UUID id() {
    return id == null ? UUID.randomUUID() : id;
  }
}
