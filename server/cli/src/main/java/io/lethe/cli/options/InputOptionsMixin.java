package io.lethe.cli.options;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.store.input.ColumnMapping;
import io.lethe.store.input.InputFormat;
import io.lethe.store.input.InputOptions;
import io.lethe.store.input.InteractionFile;
import io.lethe.store.input.InteractionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads interactions from a file. */
public final class InputOptionsMixin {

  @Option(
      names = "--format",
      description = "csv, tsv, movielens_tabs (u.data), movielens_colons (ratings.dat) or recbole "
          + "(.inter), each plain or gzipped. Default: found out.",
      paramLabel = "FORMAT") private @Nullable InputFormat format;

  @Option(
      names = "--columns",
      description = "Where the columns are: user=0,item=1,value=2 in a file without a header, "
          + "user=buyer,item=sku in one with. Default: by their usual names.",
      paramLabel = "MAPPING") private @Nullable String columns;

  @Option(
      names = "--skip-bad-rows",
      description = "Counts bad rows, instead of ending at the first.") private boolean skipBadRows;

  public InteractionFile read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new CommandException(ExitCode.FAILED, "there is no file %s to read".formatted(file));
    }
    InputOptions options = InputOptions.defaults();
    if (format != null) {
      options = options.withFormat(format);
    }
    if (columns != null) {
      options = options.withColumns(mapping(columns));
    }
    if (skipBadRows) {
      options = options.skippingBadRows();
    }
    return new InteractionReader(options).read(file);
  }

  private static ColumnMapping mapping(String text) {
    try {
      return ColumnMapping.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new CommandException(ExitCode.USAGE, "--columns: " + malformed.getMessage());
    }
  }
}
