package io.lethe.cli.options;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventWeights;
import io.lethe.store.input.ColumnMapping;
import io.lethe.store.input.DoubtfulIds;
import io.lethe.store.input.InputFormat;
import io.lethe.store.input.InputOptions;
import io.lethe.store.input.InteractionFile;
import io.lethe.store.input.InteractionReader;
import io.lethe.store.input.RowFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads interactions from a file. */
public final class InputOptionsMixin {

  private static final int NAMES_TOLD = 10;

  private enum DecimalMark {
    POINT,
    COMMA
  }

  @Option(
      names = "--format",
      description = "csv, tsv, movielens_tabs (u.data), movielens_colons (ratings.dat), recbole "
          + "(.inter) or json_lines, each plain or gzipped, or parquet. Default: found out.",
      paramLabel = "FORMAT") private @Nullable InputFormat format;

  @Option(
      names = "--columns",
      description = "Where the columns are: user=0,item=1,value=2 in a file without a header, "
          + "user=buyer,item=sku in one with; also value, timestamp and event. Default: by their usual "
          + "names.",
      paramLabel = "MAPPING") private @Nullable String columns;

  @Option(
      names = "--event-column",
      description = "The column of event types, such as view, cart and purchase, by its name in the "
          + "header. Default: one called event, event_type, action_type, behavior or alike; one called "
          + "type or action where it holds words.",
      paramLabel = "NAME") private @Nullable String eventColumn;

  @Option(
      names = "--events",
      description = "How much each event type counts: view=1,cart=3,purchase=5. A row's value is "
          + "multiplied by the weight of its event type, before --repeats decides. Rows of weight 0 are "
          + "left out; those of other event types are bad rows. Default: each weighs 1.",
      paramLabel = "WEIGHTS") private @Nullable String events;

  @Option(
      names = "--separator",
      description = "What stands between two cells of csv or recbole: one character, ::, tab or "
          + "blank. Default: found out.",
      paramLabel = "TEXT") private @Nullable String separator;

  @Option(
      names = "--decimal",
      description = "point or comma: what a number's fraction begins with. Default: either, but a "
          + "point alone where commas separate the cells.",
      paramLabel = "MARK") private @Nullable DecimalMark decimal;

  @Option(
      names = "--repeats",
      defaultValue = "latest",
      description = "latest, first, sum or max: the value of a user and an item that come in several "
          + "rows, of one file or of several. latest and first go by the rows' times; where one has "
          + "none, by the order in which they come. Default: latest",
      paramLabel = "RULE") private Repeats repeats = Repeats.LATEST;

  @Option(
      names = "--skip-bad-rows",
      description = "Counts bad rows, instead of ending at the first.") private boolean skipBadRows;

  public InteractionFile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CommandException(
          ExitCode.FAILED,
          "%s is a folder, not a file; name the files in it one by one".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new CommandException(ExitCode.FAILED, "there is no file %s to read".formatted(file));
    }
    return reader().read(file);
  }

  /** Reads standard input as a file. */
  public InteractionFile read(InputStream input) throws IOException {
    return reader().read("standard input", input);
  }

  private InteractionReader reader() {
    InputOptions options = InputOptions.defaults();
    if (format != null) {
      options = options.withFormat(format);
    }
    if (columns != null) {
      options = options.withColumns(mapping(columns, eventColumn));
    } else if (eventColumn != null) {
      options = options.withEventColumn(eventColumn);
    }
    if (events != null) {
      options = options.withWeights(weights(events));
    }
    if (decimal != null) {
      options = options.withDecimalComma(decimal == DecimalMark.COMMA);
    }
    if (skipBadRows) {
      options = options.skippingBadRows();
    }
    return new InteractionReader(separated(options.withRepeats(repeats)));
  }

  /** What counts where a pair comes in several rows. */
  public Repeats repeats() {
    return repeats;
  }

  /** Says what a file held. */
  public void tell(Screen screen, InteractionFile read) {
    InteractionColumns rows = read.columns();
    screen.line(
        "Read %s of %s and %s.".formatted(
            Units.count(rows.size(), "interaction"), Units.count(rows.userIds().size(), "user"),
            Units.count(rows.itemIds().size(), "item")));
    tellUnread(screen, read);
    if (read.merged() > 0) {
      screen.line(
          "%s repeated a pair of user and item: %s."
              .formatted(Units.count(read.merged(), "row"), switch (repeats) {
                case LATEST -> "the latest value counts";
                case FIRST -> "the first value counts";
                case SUM -> "the sum of the values counts";
                case MAX -> "the largest value counts";
              }));
    }
    tellEvents(screen, read.events());
    for (Map.Entry<RowFault, Long> fault : new TreeMap<>(read.skipped()).entrySet()) {
      screen.line(
          "Skipped %s: %s."
              .formatted(Units.count(fault.getValue(), "row"), fault.getKey().label()));
    }
    untimed(
        screen, Arrays.stream(read.times()).filter(Double::isNaN).count(),
        "no time that can be read, a number or a date such as 2024-01-31T09:30:00Z");
    untimed(
        screen, read.outOfRange(Instant.now()),
        "a time before the year 1 or more than a day ahead, which counts as none");
    DoubtfulIds.warnings(rows).forEach(warning -> screen.line("Warning: " + warning));
  }

  /** An unread column may be what the rows are worth. */
  private static void tellUnread(Screen screen, InteractionFile read) {
    int names = read.unread().size();
    if (names > 0) {
      screen.line(
          "%sNot read: %s%s.".formatted(
              read.valued() || read.events().any()
                  ? ""
                  : "No column of values was found: each row counts 1. ",
              read.unread().stream().limit(NAMES_TOLD).collect(Collectors.joining(", ")),
              names > NAMES_TOLD ? " and %d more".formatted(names - NAMES_TOLD) : ""));
    }
  }

  private static void untimed(Screen screen, long rows, String what) {
    if (rows > 0) {
      screen.line(
          "Warning: %s %s; among interactions of their pairs their order counts."
              .formatted(rows == 1 ? "1 row has" : Units.count(rows) + " rows have", what));
    }
  }

  private void tellEvents(Screen screen, InteractionFile.Events types) {
    if (types.any()) {
      screen.line(
          "Event types in column %s: %s.%s".formatted(
              types.column(),
              types.rows()
                  .entrySet()
                  .stream()
                  .map(type -> "%s %s".formatted(type.getKey(), Units.count(type.getValue())))
                  .collect(Collectors.joining(", ")),
              events == null && types.rows().size() > 1
                  ? " Each counts the same; --events weighs them."
                  : ""));
    }
    if (types.leftOut() > 0) {
      screen.line(
          "Left out %s whose event type weighs 0.".formatted(Units.count(types.leftOut(), "row")));
    }
    if (!types.unread().isEmpty()) {
      screen.line("No event types are read: %s.".formatted(types.unread()));
    }
  }

  private InputOptions separated(InputOptions options) {
    if (separator == null) {
      return options;
    }
    try {
      return options.withSeparator(switch (separator) {
        case "tab", "\\t" -> "\t";
        case "blank" -> " ";
        default -> separator;
      });
    } catch (IllegalArgumentException malformed) {
      throw new CommandException(ExitCode.USAGE, "--separator: " + malformed.getMessage());
    }
  }

  private static ColumnMapping mapping(String text, @Nullable String eventColumn) {
    try {
      ColumnMapping told = ColumnMapping.parse(text);
      return eventColumn == null ? told : told.withEvent(eventColumn);
    } catch (IllegalArgumentException malformed) {
      throw new CommandException(ExitCode.USAGE, "--columns: " + malformed.getMessage());
    }
  }

  private static EventWeights weights(String text) {
    try {
      return EventWeights.parse(text);
    } catch (LetheException malformed) {
      throw new CommandException(ExitCode.USAGE, "--events: " + malformed.getMessage());
    }
  }
}
