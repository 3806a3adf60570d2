package io.lethe.store.items;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogField;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.store.input.BadInputException;
import io.lethe.store.input.ColumnMapping;
import io.lethe.store.input.InputSource;
import io.lethe.store.input.cell.TimeParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What items are, from a file: rows of a table, or one JSON object for each item. A table has a header.
 * Its column {@code item}, or one of the usual names, see {@link ColumnMapping#ofItems}, is needed; {@code categories},
 * or else the first of {@code category}, {@code genres}, {@code genre}, holds names between {@code |}, {@code available} true or false, {@code listed_time} an ISO 8601 date with or
 * without time, in UTC unless it says otherwise; every other column is an attribute, a number
 * where the cell is one, a flag where it is true or false, and else a text. An empty cell empties its
 * field; of a field without a column the file tells nothing.
 */
public final class ItemFile {

  /** A number as people write it: "36D", "007" and "1e5" are texts. */
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,300})(\\.\\d{1,300})?");
  /** The first that a file has; the others are attributes then. */
  private static final List<String> CATEGORIES = List
      .of("categories", "category", "genres", "genre");
  private static final String AVAILABLE = "available";
  static final String LISTED = "listed_time";
  private static final String BETWEEN_CATEGORIES = "\\|";
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  private ItemFile() {}

  /**
   * Reads all of it, and closes it.
   *
   * @param name of the file, for messages
   * @throws BadInputException naming the line
   */
  public static List<ItemEntry> read(String name, InputStream stream) throws IOException {
    try (InputSource source = InputSource.of(name, stream)) {
      return source.firstLine().stripLeading().startsWith("{")
          ? ItemLines.read(name, source.reader())
          : table(name, source);
    }
  }

  private static List<ItemEntry> table(String name, InputSource source) throws IOException {
    List<ItemEntry> items = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
        .fieldSeparator(separator(source.firstLine()))
        .allowUnclosedQuote(false)
        .ofNamedCsvRecord(source.reader())) {
      String item = "";
      for (NamedCsvRecord row : rows) {
        item = item.isEmpty() ? ColumnMapping.ofItems(name, row.getHeader()) : item;
        String column = item;
        items.add(checked(name, row.getStartingLineNumber(), () -> entry(column, row)));
      }
    } catch (CsvParseException malformed) {
      throw new BadInputException(
          name, items.size() + 2L, "no row of cells: " + malformed.getMessage(), malformed);
    }
    return items;
  }

  private static char separator(String header) {
    char most = ',';
    for (char separator : SEPARATORS) {
      if (count(header, separator) > count(header, most)) {
        most = separator;
      }
    }
    return most;
  }

  private static long count(String header, char separator) {
    return header.chars().filter(each -> each == separator).count();
  }

  /** What is read of one item. */
  interface Reading {
    ItemEntry entry();
  }

  static ItemEntry checked(String name, long line, Reading reading) {
    try {
      return reading.entry();
    } catch (LetheException | IllegalArgumentException | DateTimeException wrong) {
      throw new BadInputException(name, line, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static ItemEntry entry(String item, NamedCsvRecord row) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    Set<CatalogField> told = EnumSet.noneOf(CatalogField.class);
    String listing = CATEGORIES.stream().filter(row.getHeader()::contains).findFirst().orElse("");
    for (String column : row.getHeader()) {
      String cell = row.findField(column).orElse("").strip();
      CatalogField field = column.equals(listing) ? CatalogField.CATEGORIES : field(column);
      if (!column.equals(item)) {
        told.add(field);
        if (field == CatalogField.ATTRIBUTES && !cell.isEmpty()) {
          attributes.put(column, value(cell));
        }
      }
    }
    String categories = row.findField(listing).orElse("");
    return new ItemEntry(
        new CatalogItem(
            row.getField(item),
            categories.isEmpty() ? List.of() : List.of(categories.split(BETWEEN_CATEGORIES)),
            attributes, available(row.findField(AVAILABLE).orElse("").strip()),
            time(row.findField(LISTED).orElse("").strip())),
        told);
  }

  /** Which field a column is of: what has no name of its own is an attribute. */
  private static CatalogField field(String column) {
    return switch (column) {
      case AVAILABLE -> CatalogField.AVAILABLE;
      case LISTED -> CatalogField.LISTED_TIME;
      default -> CatalogField.ATTRIBUTES;
    };
  }

  private static AttributeValue value(String cell) {
    if (isFlag(cell)) {
      return new AttributeValue.Flag(Boolean.parseBoolean(cell));
    }
    return DECIMAL.matcher(cell).matches()
        ? new AttributeValue.Decimal(Double.parseDouble(cell))
        : new AttributeValue.Text(cell);
  }

  private static boolean isFlag(String cell) {
    return cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false");
  }

  private static boolean available(String cell) {
    if (!cell.isEmpty() && !isFlag(cell)) {
      throw new IllegalArgumentException(
          "available is %s; true or false is needed".formatted(BadInputException.quoted(cell)));
    }
    return cell.isEmpty() || Boolean.parseBoolean(cell);
  }

  private static @Nullable Instant time(String cell) {
    return cell.isEmpty() ? null : listed(cell);
  }

  /** A time of listing; a date alone is its midnight in UTC. */
  static Instant listed(String text) {
    return TimeParser.instant(text)
        .orElseThrow(
            () -> new IllegalArgumentException(
                "%s is %s; a date such as 2026-11-01, which is 00:00 UTC, or a time such as"
                    .formatted(LISTED, BadInputException.quoted(text))
                    + " 2026-11-01T09:30:00Z is needed"));
  }
}
