package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow and polars wrote, see {@code parquet/make_fixtures.py}. */
class ParquetRowsTest {

  private static final int FLIPS = Boolean.getBoolean("lethe.thorough") ? 4000 : 200;

  @TempDir private Path folder;

  private static Path fixture(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ParquetRowsTest.class.getResource("parquet/" + name), name)
              .toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static InteractionFile read(String name, InputOptions options) throws IOException {
    return new InteractionReader(options).read(fixture(name + ".parquet"));
  }

  private static InteractionFile read(String name) throws IOException {
    return read(name, InputOptions.defaults());
  }

  private static String refusal(String name, InputOptions options) {
    return String
        .valueOf(assertThrows(BadInputException.class, () -> read(name, options)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"same-snappy-groups", "same-gzip-pages", "same-zstd-pages-2", "same-plain-int96",
          "same-delta-float", "same-decimal-local", "same-unsigned-seconds", "same-floating-users",
          "same-polars"})
  void read_sameRows_areThoseOfTheText(String name) throws IOException {
    InteractionFile text = new InteractionReader(InputOptions.defaults())
        .read(fixture("ratings.csv"));
    InteractionFile read = read(name);
    assertEquals(InputFormat.PARQUET, read.format());
    assertEquals(InputFiles.shown(text), InputFiles.shown(read));
    assertArrayEquals(text.times(), read.times());
    assertEquals(text.merged(), read.merged());
    assertEquals(60, read.columns().size() + read.merged());
  }

  @Test
  void read_columnsNamedOrCounted_areThose() throws IOException {
    InputOptions named = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=item_id,item=user_id"));
    InputOptions counted = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=3,item=1"));
    List<String> turned = InputFiles.shown(read("same-snappy-groups", named));
    assertEquals("item 00 \u00e9 1 1.0", turned.getFirst());
    assertEquals(turned, InputFiles.shown(read("same-snappy-groups", counted)));
  }

  @Test
  void read_unsignedNumbers_areNeverNegative() throws IOException {
    assertEquals(
        List.of(
            "18446744073709551615 4000000000 1.0", "9223372036854775808 2147483648 -2.0",
            "1 2 3.0"),
        InputFiles.shown(read("large-ids")));
  }

  @Test
  void read_dates_areTheirFirstSeconds() throws IOException {
    assertArrayEquals(new double[]{1706659200, -86400, Double.NaN}, read("days").times());
  }

  @Test
  void read_eventTypes_areRead() throws IOException {
    assertEquals(Map.of("view", 2L, "cart", 1L), read("events").events().rows());
  }

  @Test
  void read_gaps_areBadRowsAsEmptyCellsAre() throws IOException {
    assertEquals(
        "nulls.parquet, line 2: the user id is empty", refusal("nulls", InputOptions.defaults()));
    InteractionFile rest = read("nulls", InputOptions.defaults().skippingBadRows());
    assertEquals(List.of("ann 1 1.0"), InputFiles.shown(rest));
    assertEquals(Map.of(RowFault.EMPTY_ID, 2L, RowFault.NOT_A_NUMBER, 1L), rest.skipped());
  }

  @Test
  void read_timeMissing_isUnknownOrRefusedWhereTheColumnWasNamed() throws IOException {
    assertTrue(Double.isNaN(read("days").times()[2]));
    String named = refusal(
        "nulls", InputOptions.defaults()
            .withColumns(ColumnMapping.parse("user=item,item=rating,timestamp=timestamp")));
    assertEquals(
        "nulls.parquet, line 2: the timestamp \"\" is neither a number nor a date such as"
            + " 2024-01-31T09:30:00Z",
        named);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      not-whole | line 2: column "user" holds 2.5, and an id is text or a whole number
      not-a-number | line 2: the rating "NaN" is not a finite number
      bytes | line 2: column "user" holds bytes that are not UTF-8
      no-rows | the file holds no usable row
      item-structure | column "item" holds structures, and an id is text or a whole number
      user-time | column "user" holds times, and an id is text or a whole number
      compressed-lz4 | compressed with lz4_raw; write it with zstd, snappy, gzip or without
      compressed-brotli | compressed with brotli; write it with zstd, snappy, gzip or without
      """)
  void read_whatCannotBeUsed_isRefusedByNameAndPlace(String name, String words) {
    String refusal = refusal(name, InputOptions.defaults());
    assertTrue(refusal.startsWith(name + ".parquet, line "), refusal);
    assertTrue(refusal.contains(words), refusal);
  }

  @Test
  void read_truthValue_isOneAndNoId() throws IOException {
    assertEquals(List.of("ann a 1.0"), InputFiles.shown(read("rating-truth")));
    InputOptions asUsers = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=rating,item=item"));
    String refusal = refusal("rating-truth", asUsers);
    assertTrue(
        refusal.contains(
            "column \"rating\" holds truth values, and an id is text or a whole number"),
        refusal);
  }

  @Test
  void read_nestedColumnNamed_isRefused() {
    InputOptions options = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=tags,item=item_id"));
    assertTrue(
        refusal("same-polars", options).contains("no column \"tags\" in"),
        () -> refusal("same-polars", options));
    assertTrue(
        refusal("same-snappy-groups", options).contains("column \"tags\" holds lists"),
        () -> refusal("same-snappy-groups", options));
  }

  @Test
  void read_pipedOrAnotherFormatTold_isRefusedWithTheWay() throws IOException {
    Path file = fixture("days.parquet");
    String piped = String.valueOf(
        assertThrows(
            BadInputException.class, () -> new InteractionReader(InputOptions.defaults())
                .read("standard input", Files.newInputStream(file)))
            .getMessage());
    assertTrue(piped.contains("a Parquet file; interactions are read from one that is named"));
    Path text = Files.writeString(folder.resolve("ratings.parquet"), "user,item\nann,a\n");
    String told = String.valueOf(
        assertThrows(
            BadInputException.class,
            () -> new InteractionReader(InputOptions.defaults().withFormat(InputFormat.PARQUET))
                .read(text))
            .getMessage());
    assertTrue(told.contains("does not begin as a Parquet file does"), told);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void read_cutAnywhere_isRefusedByName() throws IOException {
    byte[] whole = Files.readAllBytes(fixture("same-polars.parquet"));
    Path cut = folder.resolve("cut.parquet");
    for (int length = 4; length < whole.length; length += 61) {
      Files.write(cut, Arrays.copyOf(whole, length));
      BadInputException refused = assertThrows(
          BadInputException.class, () -> new InteractionReader(InputOptions.defaults()).read(cut));
      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith("cut.parquet, line 1: the Parquet file is damaged"));
    }
  }

  /** Pages whose checksums are in the file, and a description that has none. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void read_bitFlippedInCheckedPages_sameRowsOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(fixture("same-zstd-pages-2.parquet"));
    List<String> right = InputFiles.shown(read("same-zstd-pages-2"));
    Path flipped = folder.resolve("flipped.parquet");
    Random random = new Random(7);
    int refused = 0;
    for (int flip = 0; flip < FLIPS; flip++) {
      byte[] bytes = whole.clone();
      int at = 4 + random.nextInt(whole.length - 4);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(flipped, bytes);
      try {
        List<String> rows = InputFiles
            .shown(new InteractionReader(InputOptions.defaults()).read(flipped));
        assertTrue(
            rows.equals(right) || at > descriptionAt(whole),
            () -> "byte %d: %s".formatted(at, rows));
      } catch (BadInputException known) {
        refused++;
      }
    }
    assertTrue(refused > FLIPS / 4, "only %d of %d were refused".formatted(refused, FLIPS));
  }

  /** Its length stands before the last four bytes, the lowest byte first. */
  private static int descriptionAt(byte[] file) {
    int end = file.length - 8;
    int length = (file[end] & 0xFF) | (file[end + 1] & 0xFF) << 8 | (file[end + 2] & 0xFF) << 16;
    return end - length;
  }
}
