package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns of a file are found by their names, and what is said of the others. */
class ColumnsTest {

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

  @ParameterizedTest
  @ValueSource(
      strings = {"user_id,book_id,rating", "user_id,parent_asin,rating", "userID,artistID,weight",
          "Customer ID,Product.ID,quantity", "visitorid,track-id,plays", "reviewerID,asin,overall",
          "user,item,playCount"})
  void read_usualNames_areKnown(String header) throws IOException {
    assertEquals(
        TWO, InputFiles.shown(read(files.plain("a.csv", header + "\nu1,i1,4.5\nu2,i2,3\n"))));
  }

  @Test
  void read_columnsThatDoNotMatter_decideNothing() throws IOException {
    Path trailing = files.plain("a.csv", "user,item,rating,\nu1,i1,4.5\nu2,i2,3,\n");
    assertEquals(TWO, InputFiles.shown(read(trailing)));
    Path extra = files.plain("b.csv", "user,item,rating\nu1,i1,4.5,,\nu2,i2,3\n");
    assertEquals(TWO, InputFiles.shown(read(extra)));
    Path others = files.plain(
        "c.csv", "timestamp,user,title,item,rating,comment\n,u1,x,i1,4.5\nnever,u2,y,i2,3,good\n");
    assertEquals(TWO, InputFiles.shown(read(others)));
  }

  @Test
  void read_columnsThatAreNotRead_areNamedUnlessTheirUserChose() throws IOException {
    String text = "user,title,item,amount,rating\nu1,x,i1,7,4.5\nu2,y,i2,8,3\n";
    Path file = files.plain("a.csv", text);
    assertEquals(List.of("\"title\"", "\"amount\""), read(file).unread());
    assertTrue(read(file).valued());
    InteractionFile unvalued = read(files.plain("b.csv", text.replace("rating", "worth")));
    assertEquals(List.of("\"title\"", "\"amount\"", "\"worth\""), unvalued.unread());
    assertFalse(unvalued.valued());
    InputOptions chosen = InputOptions.defaults()
        .withColumns(ColumnMapping.parse("user=user,item=item,value=amount"));
    assertEquals(List.of(), new InteractionReader(chosen).read(file).unread());
  }

  @Test
  void read_truthValues_areOneAndZero() throws IOException {
    Path file = files.plain("a.csv", "user,item,liked\nu1,i1,true\nu2,i2,False\nu3,i3,0.5\n");
    assertEquals(List.of("u1 i1 1.0", "u2 i2 0.0", "u3 i3 0.5"), InputFiles.shown(read(file)));
    Path json = files.plain("a.json", "{\"user\":\"u1\",\"item\":\"i1\",\"liked\":false}\n");
    assertEquals(List.of("u1 i1 0.0"), InputFiles.shown(read(json)));
  }
}
