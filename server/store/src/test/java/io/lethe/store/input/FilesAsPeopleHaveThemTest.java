package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.Repeats;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with other separators, numbers, times, columns and encodings than ours. */
class FilesAsPeopleHaveThemTest {

  private static final List<String> TWO = List.of("u1 i1 4.5", "u2 i2 3.0");

  @TempDir Path folder = Path.of("");

  private InputFiles files = new InputFiles(folder);

  @BeforeEach
  void useFolder() {
    files = new InputFiles(folder);
  }

  private static InteractionFile read(Path file) throws IOException {
    return new InteractionReader(InputOptions.defaults()).read(file);
  }

  private static String refused(Path file) {
    return String.valueOf(assertThrows(BadInputException.class, () -> read(file)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "|", "\t", "::", " "})
  void read_anySeparator_isFound(String separator) throws IOException {
    String text = "user,item,rating\nu1,i1,4.5\nu2,i2,3\n".replace(",", separator);
    for (String name : List.of("a.csv", "a.txt", "a.dat", "a.tsv")) {
      assertEquals(TWO, InputFiles.shown(read(files.plain(name, text))), name);
    }
  }

  @Test
  void read_bookCrossingsSemicolonsAndQuotes_areUnderstood() throws IOException {
    Path file = files.plain(
        "BX-Book-Ratings.csv", "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"1\";\"0,34;5\";\"0\"\n");
    assertEquals(List.of("1 0,34;5 0.0"), InputFiles.shown(read(file)));
  }

  @Test
  void read_excelsSeparatorLineAndDecimalCommas_areUnderstoodAndLinesCounted() throws IOException {
    Path file = files.plain("a.csv", "sep=;\nuser;item;rating\nu1;i1;4,5\nu2;i2;3,0\n");
    assertEquals(TWO, InputFiles.shown(read(file)));
    Path bad = files.plain("b.csv", "sep=;\nuser;item;rating\nu1;i1;4,5\nu2;i2;bad\n");
    assertTrue(refused(bad).startsWith("b.csv, line 4: the rating \"bad\""));
  }

  @Test
  void read_commaThatMayBeOneOfThousands_isRefusedUnlessTold() throws IOException {
    Path file = files.plain("a.csv", "user;item;rating\nu1;i1;2,000\n");
    assertTrue(refused(file).contains("may have a decimal comma or a separator of thousands"));
    InputOptions commas = InputOptions.defaults().withDecimalComma(true);
    assertEquals(List.of("u1 i1 2.0"), InputFiles.shown(new InteractionReader(commas).read(file)));
  }

  @Test
  void read_toldDecimalComma_isReadInQuotesBetweenCommasToo() throws IOException {
    Path file = files.plain("a.csv", "user,item,rating\nu1,i1,\"4,5\"\nu2,i2,\"3,0\"\n");
    assertTrue(refused(file).contains("say --decimal comma"));
    InputOptions commas = InputOptions.defaults().withDecimalComma(true);
    assertEquals(TWO, InputFiles.shown(new InteractionReader(commas).read(file)));
    Path tabs = files.plain("a.tsv", "user\titem\trating\nu1\ti1\t4,5\nu2\ti2\t3\n");
    assertEquals(TWO, InputFiles.shown(read(tabs)));
  }

  @Test
  void read_blankLinesBeforeTheHeader_countAndDecideNothing() throws IOException {
    Path file = files.plain("a.csv", "\n \nuser;item;rating\nu1;i1;4.5\nu2;i2;3\n");
    assertEquals(TWO, InputFiles.shown(read(file)));
    Path named = files.plain("b.csv", "\nsep=;\nuser;item;rating\nu1;i1;4.5\nu2;i2;bad\n");
    assertTrue(refused(named).startsWith("b.csv, line 5: the rating \"bad\""), refused(named));
    InputOptions csv = InputOptions.defaults().withFormat(InputFormat.CSV);
    Path told = files.plain("c.csv", "sep=;\nuser;item;rating\nu1;i1;4.5\nu2;i2;3\n");
    assertEquals(TWO, InputFiles.shown(new InteractionReader(csv).read(told)));
  }

  @Test
  void read_toldSeparator_winsOverTheOneFound() throws IOException {
    Path file = files.plain("a.csv", "user|item;rating\nu;1|i;1\n");
    InputOptions bars = InputOptions.defaults()
        .withSeparator("|")
        .withColumns(ColumnMapping.parse("user=user,item=item;rating"));
    assertEquals(List.of("u;1 i;1 1.0"), InputFiles.shown(new InteractionReader(bars).read(file)));
  }

  @Test
  void read_recBoleWithBlanks_isUnderstood() throws IOException {
    Path file = files
        .plain("a.inter", "user_id:token item_id:token rating:float\nu1 i1 4.5\nu2 i2 3\n");
    assertEquals(TWO, InputFiles.shown(read(file)));
  }

  @Test
  void read_timesAsDates_becomeSeconds() throws IOException {
    Path file = files.plain("a.csv", """
        user,item,time
        a,i,2024-01-02T00:00:00Z
        b,i,2024-01-02
        c,i,2024-01-02 01:00:00
        d,i,2024-01-02T01:00:00.5+01:00
        e,i,1704153600
        f,i,someday
        g,i,2024-01-02 00:00:00 UTC
        h,i,2024-01-02T01:30:00+0130
        """);
    double midnight = 1_704_153_600;
    assertArrayEquals(
        new double[]{midnight, midnight, midnight + 3600, midnight + .5, midnight, Double.NaN,
            midnight, midnight},
        read(file).times());
  }

  @Test
  void read_jsonLines_areUnderstood() throws IOException {
    Path file = files.plain("events.jsonl", """
        {"user": "u1", "item": "i1", "tags": ["a"], "rating": 4.5}

        {"rating": 3, "user": "u2", "extra": {"x": 1}, "item": "i2"}
        """);
    InteractionFile read = read(file);
    assertEquals(TWO, InputFiles.shown(read));
    assertEquals(InputFormat.JSON_LINES, read.format());
    Path numbers = files.plain("a.json", "{\"user_id\": 18446744073709551615, \"movie_id\": 12}\n");
    assertEquals(List.of("18446744073709551615 12 1.0"), InputFiles.shown(read(numbers)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"user\":\"u\",\"item\":\"i\"}\n{\"user\":\"u\",\"item\"\n",
          "{\"user\":\"u\",\"item\":\"i\"}\n[1]\n", "{\"user\":\"u\",\"item\":\"i\"}\nnonsense\n",
          "{\"user\":\"u\",\"item\":\"i\"}\n{\"user\":\"u\",\"user\":\"v\",\"item\":\"i\"}\n",
          "{\"user\":\"u\",\"item\":\"i\"}\n{\"user\":null,\"item\":\"i\"}\n",
          "{\"user\":\"u\",\"item\":\"i\"}\n{\"user\":[\"u\"],\"item\":\"i\"}\n"})
  void read_brokenJson_namesItsLine(String text) throws IOException {
    String refusal = refused(files.plain("a.jsonl", text));
    assertTrue(refusal.matches("(?s)a.jsonl, line [23]: .*"), refusal);
  }

  @Test
  void read_jsonArray_saysWhatIsRead() throws IOException {
    for (String name : List.of("a.jsonl", "a.json", "a.csv")) {
      String refusal = refused(files.plain(name, "[{\"user\":\"u\",\"item\":\"i\"}]"));
      assertTrue(refusal.contains("one object after another"), refusal);
    }
  }

  @Test
  void read_utf16WithItsMark_isUnderstood() throws IOException {
    String text = "\uFEFFuser,item,rating\nu1,i1,4.5\nu2,i2,3\n";
    for (Charset charset : List
        .of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_8)) {
      assertEquals(
          TWO, InputFiles.shown(read(files.bytes("a.csv", text.getBytes(charset)))),
          charset.name());
    }
  }

  /** As {@code lethe import <(zcat ratings.csv.gz)} has it. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void read_pipe_isReadOnceFromItsFirstByte() throws Exception {
    Path pipe = files.plain("pipe", "");
    Files.delete(pipe);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process writer = new ProcessBuilder(
        "sh", "-c", "printf 'user,item\\nann,a\\n' > \"$0\"", pipe.toString()).start();
    InteractionFile read = new InteractionReader(InputOptions.defaults()).read(pipe);
    assertEquals(List.of("ann a 1.0"), InputFiles.shown(read));
    assertEquals(0, writer.waitFor());
  }

  @Test
  void read_otherEncoding_saysHowToConvertIt() throws IOException {
    byte[] bytes = "user,item\nJürgen,i1\n".getBytes(StandardCharsets.ISO_8859_1);
    String refusal = refused(files.bytes("a.csv", bytes));
    assertTrue(refusal.contains("not UTF-8") && refusal.contains("iconv"), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"u\0s\0e\0r\0", "\u00D0\u00CF\u0011\u00E0", "PK\003\004xx", "BZh9", "PARExxxx",
          "SQLite format 3\0", "\u0089HDF\r\n", "ARROW1\0\0", "FEA1", "Obj\001\004", "\004\"M\030x",
          "\u00FF\u00FE\0\0u\0\0\0", "<!DOCTYPE html>", "<!doctype html>", "<html>"})
  void read_fileThatIsNoText_saysWhatItIsAndHowToConvertIt(String start) throws IOException {
    String refusal = refused(files.bytes("a.csv", start.getBytes(StandardCharsets.ISO_8859_1)));
    assertTrue(refusal.matches("a.csv, line 1: the file is .*; .*"), refusal);
  }

  @ParameterizedTest
  @EnumSource(Repeats.class)
  void read_pairInSeveralRows_countsByTheRule(Repeats rule) throws IOException {
    Path file = files.plain("a.csv", "user,item,plays\nu,i,3\nu,j,1\nu,i,5\nu,i,2\n");
    InteractionFile read = new InteractionReader(InputOptions.defaults().withRepeats(rule))
        .read(file);
    float value = switch (rule) {
      case LATEST -> 2;
      case FIRST -> 3;
      case SUM -> 10;
      case MAX -> 5;
    };
    assertEquals(List.of("u i " + value, "u j 1.0"), InputFiles.shown(read));
    assertEquals(2, read.merged());
  }

  @Test
  void read_pairInSeveralRowsWithTimes_countsByTime() throws IOException {
    Path file = files.plain(
        "a.csv",
        "user,item,rating,timestamp\nu,i,3,2024-03-01\nu,i,5,2024-01-01\nu,i,4,2024-02-01\n");
    InputOptions options = InputOptions.defaults();
    assertEquals(List.of("u i 3.0"), InputFiles.shown(read(file)));
    assertEquals(
        List.of("u i 5.0"),
        InputFiles.shown(new InteractionReader(options.withRepeats(Repeats.FIRST)).read(file)));
  }

  @Test
  void timed_anyUnit_isMilliseconds_andWhatIsNoTimeIsUnknown() throws IOException {
    Path file = files.plain("a.csv", """
        user,item,timestamp
        a,i,2023-11-14T22:13:20.5Z
        b,i,1700000000.5
        c,i,1700000000500
        d,i,1700000000500000
        e,i,1969-12-31
        f,i,someday
        g,i,2023-11-16T00:00:01Z
        h,i,
        """);
    assertArrayEquals(
        new long[]{1_700_000_000_500L, 1_700_000_000_500L, 1_700_000_000_500L, 1_700_000_000_500L,
            -86_400_000, 0, 0, 0},
        read(file).timed(Instant.parse("2023-11-15T00:00:00Z")).times());
    Path untimed = files.plain("b.csv", "user,item\nu,i\n");
    assertEquals(0, read(untimed).timed(Instant.EPOCH).times().length);
  }

  @ParameterizedTest
  @EnumSource(Repeats.class)
  void read_pairInSeveralRows_hasTheTimeOfItsValue_aSumTheFirst(Repeats rule) throws IOException {
    Path file = files.plain(
        "a.csv", "user,item,plays,time\nu,i,3,300\nu,i,2,500\nu,i,5,100\nu,i,5,400\nu,i,1,200\n");
    InteractionFile read = new InteractionReader(InputOptions.defaults().withRepeats(rule))
        .read(file);
    double time = switch (rule) {
      case LATEST -> 500;
      case FIRST, SUM, MAX -> 100;
    };
    assertArrayEquals(new double[]{time}, read.times());
  }

  /** As rows that come one by one have it: what has no time comes after what is there. */
  @ParameterizedTest
  @CsvSource({"1700000000,0", "1700000000,9e18", "9e18,1700000000",
      "1700000000.0004,1700000000.0002"})
  void read_timesThatAreNoneOrTheSame_orderOfRowsCounts(String first, String second)
      throws IOException {
    Path file = files
        .plain("a.csv", "user,item,plays,time\nu,i,5,%s\nu,i,2,%s\n".formatted(first, second));
    assertEquals(List.of("u i 2.0"), InputFiles.shown(read(file)));
  }

  @Test
  void read_sumBeyondAFloat_isRefused() throws IOException {
    Path file = files.plain("a.csv", "user,item,plays\nu,i,3e38\nu,i,3e38\n");
    InputOptions sums = InputOptions.defaults().withRepeats(Repeats.SUM);
    String refusal = String.valueOf(
        assertThrows(BadInputException.class, () -> new InteractionReader(sums).read(file))
            .getMessage());
    assertTrue(refusal.contains("line 3") && refusal.contains("sum of this pair"), refusal);
  }
}
