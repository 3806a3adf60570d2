package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  private static final InputOptions SKIP = InputOptions.defaults().skippingBadRows();

  @TempDir private Path folder;
  private InputFiles files;

  @BeforeEach
  void useFolder() {
    files = new InputFiles(folder);
  }

  private static String refused(Path file, InputOptions options) {
    return String.valueOf(
        assertThrows(BadInputException.class, () -> new InteractionReader(options).read(file))
            .getMessage());
  }

  private static String refused(Path file) {
    return refused(file, InputOptions.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"u1,i2,4,7     | COLUMN_COUNT   | 4 columns where 3 are expected",
          "u1,i2         | COLUMN_COUNT   | 2 columns where 3 are expected",
          "u1,i2,good    | NOT_A_NUMBER   | the rating \"good\" is not a number",
          "u1,i2,        | NOT_A_NUMBER   | the rating \"\" is not a number",
          "u1,i2,0x1p3   | NOT_A_NUMBER   | the rating \"0x1p3\" is not a number",
          "u1,i2,\"1,5\"   | NOT_A_NUMBER   | the rating \"1,5\" is not a number; if its comma",
          "u1,i2,\"1.234,5\" | NOT_A_NUMBER | the rating \"1.234,5\" is not a number; write it without",
          "u1,i2,1.2.3   | NOT_A_NUMBER   | the rating \"1.2.3\" is not a number",
          "u1,i2,5f      | NOT_A_NUMBER   | the rating \"5f\" is not a number",
          "u1,i2,NaN     | NOT_FINITE     | the rating \"NaN\" is not a finite number",
          "u1,i2,-inf    | NOT_FINITE     | the rating \"-inf\" is not a finite number",
          "u1,i2,1e39    | NOT_FINITE     | the rating \"1e39\" is not a finite number",
          "u1,i2,1e999   | NOT_FINITE     | the rating \"1e999\" is not a finite number",
          ",i2,4         | EMPTY_ID       | the user id is empty",
          "u1,\"\",4     | EMPTY_ID       | the item id is empty",
          "u1,  ,4       | EMPTY_ID       | the item id is empty",})
  void read_badRow_namesFileLineAndValueOrIsCounted(String row, RowFault fault, String problem)
      throws IOException {
    Path file = files.plain("a.csv", "user,item,rating\nu1,i1,5\n" + row + "\nu9,i9,1\n");
    String refusal = refused(file);
    assertTrue(refusal.contains("a.csv, line 3: " + problem), refusal);

    InteractionFile rows = new InteractionReader(SKIP).read(file);
    assertEquals(List.of("u1 i1 5.0", "u9 i9 1.0"), InputFiles.shown(rows));
    assertEquals(List.of("u1", "u9"), rows.columns().userIds(), "ids of bad rows leave no trace");
    assertEquals(Map.of(fault, 1L), rows.skipped());
  }

  @Test
  void read_idOfHalfACharacter_isNamedByFileAndLine() throws IOException {
    Path file = files.plain(
        "a.jsonl",
        "{\"user\":\"\\ud83d\\ude00\",\"item\":\"i\"}\n{\"user\":\"u\",\"item\":\"\\ud83d\"}\n");
    BadInputException refused = assertThrows(
        BadInputException.class, () -> new InteractionReader(InputOptions.defaults()).read(file));
    assertEquals(
        "a.jsonl, line 2: the item id holds half a character, a surrogate without its other half",
        refused.getMessage());
  }

  @Test
  void read_badTimestampInAMappedColumn_isNamedAsSuch() throws IOException {
    Path file = files.plain("a.csv", "user,item,rating,timestamp\nu1,i1,5,yesterday\n");
    InputOptions mapped = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=user,item=item,timestamp=timestamp"));
    assertTrue(
        refused(file, mapped).contains("the timestamp \"yesterday\" is neither a number nor"));
    InteractionFile unmapped = new InteractionReader(InputOptions.defaults()).read(file);
    assertArrayEquals(new double[]{Double.NaN}, unmapped.times());
  }

  @Test
  void read_idOfMoreThanTheBound_isRefusedAndOfTheBoundAccepted() throws IOException {
    String longest = "é".repeat(InputBounds.MAX_ID_BYTES / 2);
    Path good = files.plain("good.csv", "user,item\n" + longest + ",i1\n");
    assertEquals(List.of(longest), new InteractionReader(SKIP).read(good).columns().userIds());
    Path bad = files.plain("bad.csv", "user,item\nu1,i1\n" + longest + "x,i1\n");
    assertTrue(refused(bad).contains("has 257 bytes of UTF-8, more than 256"));
    assertEquals(Map.of(RowFault.ID_TOO_LONG, 1L), new InteractionReader(SKIP).read(bad).skipped());
  }

  @Test
  void read_linesAfterQuotedLineEnd_areStillCountedRight() throws IOException {
    Path file = files.plain("a.csv", "user,item,rating\n\n\"u\n1\",i1,5\nu2,i2,bad\n");
    assertTrue(refused(file).startsWith("a.csv, line 5: "));
  }

  @Test
  void read_unclosedQuote_isRefusedEvenWhenSkipping() throws IOException {
    Path file = files.plain("a.csv", "user,item,rating\nu1,i1,5\n\"u2,i1,5\nu3,i1,5\n");
    assertTrue(refused(file, SKIP).contains("a.csv, line 3: quoting"));
  }

  @Test
  void read_endlessRow_isRefusedWithoutReadingItAll() throws IOException {
    Path file = files.plain("a.csv", "user,item\nu1," + "x".repeat(1 << 20) + "\n");
    assertTrue(refused(file, SKIP).startsWith("a.csv, line 2: "));
    Path wide = files.plain("b.csv", "user,item\nu1" + ",x".repeat(300) + "\n");
    assertTrue(refused(wide, SKIP).contains("more than 256 columns"));
    Path header = files.plain("c.csv", "user,item" + ",x".repeat(300) + "\nu1,i1\n");
    assertTrue(refused(header, SKIP).contains("more than 256 columns"));
  }

  @Test
  void read_moreRowsThanAllowed_isRefused() throws IOException {
    Path file = files.plain("a.csv", "user,item\nu1,i1\nu2,i1\nu3,i1\n");
    InputOptions two = SKIP.withMaxRows(2);
    assertTrue(refused(file, two).contains("line 4: the file has more than the 2"));
    assertEquals(3, new InteractionReader(SKIP.withMaxRows(3)).read(file).columns().size());
  }

  @Test
  void read_bytesThatAreNotUtf8_areRefusedRatherThanReplaced() throws IOException {
    byte[] bytes = "user,item\nu1,i1\nuX,i1\n".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 5] = (byte) 0xE9;
    assertTrue(refused(files.bytes("a.csv", bytes)).contains("not UTF-8"));
  }

  /** So different from each other that they do not shrink to nothing. */
  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int row = from; row < to; row++) {
      text.append("u").append(row * 7919L % 10_007).append(",i").append(row).append('\n');
    }
    return text.toString();
  }

  private static int rowsOf(Path file) throws IOException {
    return new InteractionReader(InputOptions.defaults()).read(file).columns().size();
  }

  @Test
  void read_truncatedGzip_isRefused() throws IOException {
    byte[] whole = Files.readAllBytes(files.gzip("a.csv.gz", "user,item\n" + rows(0, 20_000)));
    Path cut = files.bytes("cut.csv.gz", Arrays.copyOf(whole, whole.length * 3 / 4));
    assertTrue(refused(cut, SKIP).contains("cannot be read on from here"));
    Path withoutTrailer = files.bytes("end.csv.gz", Arrays.copyOf(whole, whole.length - 4));
    assertTrue(refused(withoutTrailer, SKIP).endsWith("from here: it ends too early"));
  }

  /** What follows a member lies in the reader's buffer, or behind it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20_000})
  void read_gzipWithADamagedSecondMember_isRefusedAndNotCutShort(int rows) throws IOException {
    byte[] first = Files.readAllBytes(files.gzip("a.csv.gz", "user,item\n" + rows(0, rows)));
    byte[] second = Files.readAllBytes(files.gzip("b.csv.gz", rows(rows, 2 * rows)));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    assertEquals(2 * rows, rowsOf(files.bytes("both.csv.gz", both.toByteArray())));
    byte[] damaged = both.toByteArray();
    damaged[first.length + 1]++;
    assertTrue(
        refused(files.bytes("damaged.csv.gz", damaged), SKIP)
            .contains("what follows the gzipped part is no gzip"));
    byte[] filledUp = Arrays.copyOf(first, first.length + 10_000);
    assertEquals(rows, rowsOf(files.bytes("tape.csv.gz", filledUp)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,2,3              | no column for the user",
          "user,shelf         | no column for the item",
          "user,userId,item   | columns 0 and 1 may both be the user",
          "user,item          | the file holds no usable row",})
  void read_headerWithoutUsableColumns_saysWhatIsMissing(String header, String problem)
      throws IOException {
    Path file = files.plain("a.csv", header + "\n");
    assertTrue(refused(file).contains("a.csv, line 1: " + problem));
  }

  @Test
  void read_emptyFile_isRefused() throws IOException {
    assertTrue(refused(files.plain("a.csv", "")).contains("holds no row"));
    assertTrue(refused(files.plain("b.csv", "\n\n")).contains("holds no row"));
  }

  @Test
  void read_mappingThatDoesNotFit_isRefused() throws IOException {
    Path file = files.plain("a.csv", "u1,i1\n");
    InputOptions byPosition = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=0,item=5"));
    assertTrue(refused(file, byPosition).contains("column 5 does not exist among 2"));
    InputOptions byName = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=u1,item=sku"));
    assertTrue(refused(file, byName).contains("no column \"sku\""));
    InputOptions fixed = byName.withFormat(InputFormat.MOVIELENS_TABS);
    assertTrue(refused(file, fixed).contains("has no header"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"user=0              | lacks item=", "user=0,item=sku     | mix positions and names",
          "user=0,item=0       | name one column twice", "user=0,item=1,who=2 | none of user=",
          "user=0,item=1,user=2| gives user twice", "user=,item=1        | empty column",
          "''                  | none of user=",})
  void parse_badMapping_isRefused(String text, String problem) {
    String refusal = String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ColumnMapping.parse(text)).getMessage());
    assertTrue(refusal.contains(problem), refusal);
  }

  @Test
  void message_longOrControlValue_isShortenedAndMadeVisible() throws IOException {
    Path file = files.plain("a.csv", "user,item,rating\nu1,i1,\u0007" + "9x".repeat(200) + "\n");
    String message = refused(file);
    assertTrue(message.contains("\\u0007"), message);
    assertTrue(message.length() < 200, message);
  }
}
