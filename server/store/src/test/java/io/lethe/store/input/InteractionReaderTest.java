package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionReaderTest {

  private static final List<String> TWO_ROWS = List.of("u1 i1 5.0", "u2 i1 3.5");

  @TempDir private Path folder;
  private InputFiles files;

  @BeforeEach
  void useFolder() {
    files = new InputFiles(folder);
  }

  private static InteractionFile read(Path file) throws IOException {
    return read(file, InputOptions.defaults());
  }

  private static InteractionFile read(Path file, InputOptions options) throws IOException {
    return new InteractionReader(options).read(file);
  }

  @Test
  void read_csvWithHeader_findsColumnsByName() throws IOException {
    Path file = files.plain("a.csv", "rating,item,user,extra\n5,i1,u1,x\n3.5,i1,u2,y\n");
    InteractionFile rows = read(file);
    assertEquals(TWO_ROWS, InputFiles.shown(rows));
    assertEquals(InputFormat.CSV, rows.format());
    assertEquals(List.of("u1", "u2"), rows.columns().userIds());
    assertEquals(List.of("i1"), rows.columns().itemIds());
  }

  @Test
  void read_tsvWithCarriageReturnsAndNoLastLineEnd_readsAllRows() throws IOException {
    Path file = files.plain("a.tsv", "user\titem\trating\r\nu1\ti1\t5\r\nu2\ti1\t3.5");
    InteractionFile rows = read(file);
    assertEquals(TWO_ROWS, InputFiles.shown(rows));
    assertEquals(InputFormat.TSV, rows.format());
  }

  @Test
  void read_gzippedCsvWithoutTellingName_isGunzipped() throws IOException {
    Path file = files.gzip("anything", "user,item,rating\nu1,i1,5\nu2,i1,3.5\n");
    assertEquals(TWO_ROWS, InputFiles.shown(read(file)));
  }

  @Test
  void read_byteOrderMark_isNotPartOfTheFirstColumnsName() throws IOException {
    Path file = files.plain("a.csv", "\uFEFFuser,item,rating\nu1,i1,5\nu2,i1,3.5\n");
    assertEquals(TWO_ROWS, InputFiles.shown(read(file)));
  }

  @Test
  void read_quotedCells_mayHoldSeparatorsQuotesLineEndsAndBlanks() throws IOException {
    Path file = files
        .plain("a.csv", "user,item,rating\n\"a,b\",\"say \"\"hi\"\"\",5\n\" c\nd\", e ,1\n");
    InteractionFile rows = read(file);
    assertEquals(List.of("a,b", " c\nd"), rows.columns().userIds());
    assertEquals(List.of("say \"hi\"", "e"), rows.columns().itemIds());
  }

  @Test
  void read_movieLensTabs_isKnownByNameOrByItsFirstLine() throws IOException {
    String text = "196\t242\t3\t881250949\n186\t302\t3\t891717742\n";
    for (String name : List.of("u.data", "ua.base")) {
      InteractionFile rows = read(files.plain(name, text));
      assertEquals(InputFormat.MOVIELENS_TABS, rows.format());
      assertEquals(List.of("196 242 3.0", "186 302 3.0"), InputFiles.shown(rows));
    }
  }

  @Test
  void read_movieLensColons_splitsAtDoubleColons() throws IOException {
    InteractionFile rows = read(
        files.plain("ratings.dat", "1::1193::5::978300760\n1::661::3::978302109\n"));
    assertEquals(InputFormat.MOVIELENS_COLONS, rows.format());
    assertEquals(List.of("1 1193 5.0", "1 661 3.0"), InputFiles.shown(rows));
  }

  @Test
  void read_movieLensCsv_knowsItsColumnNames() throws IOException {
    InteractionFile rows = read(
        files.plain("ratings.csv", "userId,movieId,rating,timestamp\n1,296,5.0,1147880044\n"));
    assertEquals(List.of("1 296 5.0"), InputFiles.shown(rows));
  }

  @Test
  void read_recBole_readsTypedHeader() throws IOException {
    String text = "user_id:token\titem_id:token\trating:float\ttimestamp:float\nu1\ti1\t5\t8.8E8\n";
    for (String name : List.of("ml-100k.inter", "other.txt")) {
      InteractionFile rows = read(files.plain(name, text));
      assertEquals(InputFormat.RECBOLE, rows.format());
      assertEquals(List.of("u1 i1 5.0"), InputFiles.shown(rows));
    }
  }

  @Test
  void read_noRatingColumn_everyRowIsAnImplicitOne() throws IOException {
    Path file = files.plain("a.csv", "user,item\nu1,i1\nu1,i2\n");
    assertEquals(List.of("u1 i1 1.0", "u1 i2 1.0"), InputFiles.shown(read(file)));
  }

  @Test
  void read_mappingByPosition_readsFileWithoutHeader() throws IOException {
    Path file = files.plain("a.csv", "x,i1,u1,5\ny,i1,u2,3.5\n");
    InputOptions options = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=2,item=1,value=3"));
    assertEquals(TWO_ROWS, InputFiles.shown(read(file, options)));
  }

  @Test
  void read_mappingByName_readsUnusualHeader() throws IOException {
    Path file = files.plain("a.csv", "buyer,sku,stars\nu1,i1,5\nu2,i1,3.5\n");
    InputOptions options = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=buyer,item=sku,value=stars"));
    assertEquals(TWO_ROWS, InputFiles.shown(read(file, options)));
  }

  @Test
  void read_formatTold_overridesTheName() throws IOException {
    Path file = files.plain("a.csv", "user\titem\trating\nu1\ti1\t5\nu2\ti1\t3.5\n");
    InputOptions options = InputOptions.defaults().withFormat(InputFormat.TSV);
    assertEquals(TWO_ROWS, InputFiles.shown(read(file, options)));
  }

  @Test
  void read_manyRows_numbersIdsInOrderOfAppearance() throws IOException {
    int users = 700;
    int items = 90;
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int row = 0; row < users * items; row++) {
      text.append("user-%d,%d,%s%n".formatted(row % users, row / users, row % 10 / 2.0));
    }
    InteractionFile rows = read(files.gzip("big.csv.gz", text.toString()));
    assertEquals(users * items, rows.columns().size());
    assertEquals(users, rows.columns().userIds().size());
    assertEquals(items, rows.columns().itemIds().size());
    for (int row = 0; row < users * items; row++) {
      assertEquals(row % users, rows.columns().users()[row]);
      assertEquals(row / users, rows.columns().items()[row]);
      assertEquals(row % 10 / 2f, rows.columns().values()[row]);
    }
    assertEquals("user-699", rows.columns().userIds().get(699));
    assertTrue(rows.skipped().isEmpty());
  }

  @Test
  void read_missingFile_isAnInputOutputError() {
    assertThrows(IOException.class, () -> read(folder.resolve("none.csv")));
  }
}
