package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.fuzz.LentFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of interactions: columns that hold together, or an error that names a line. */
class InteractionReaderFuzzTest {

  private static final Path FOLDER = LentFolder.make();
  private static final int ROWS_MAX = 10_000;
  private static final List<String> NAMES = List
      .of("ratings.csv", "ratings.tsv", "u.data", "ratings.dat", "ratings.inter", "ratings");
  private static final List<InputOptions> OPTIONS = List.of(
      InputOptions.defaults().withMaxRows(ROWS_MAX),
      InputOptions.defaults().withMaxRows(ROWS_MAX).skippingBadRows(),
      InputOptions.defaults()
          .withMaxRows(3)
          .withColumns(ColumnMapping.parse("user=1,item=0,value=2"))
          .skippingBadRows(),
      InputOptions.defaults().withColumns(ColumnMapping.parse("user=user_id,item=item_id")));

  @MethodSource
  @FuzzTest
  void read(byte[] choiceAndBytes) throws IOException {
    if (choiceAndBytes.length < 1) {
      return;
    }
    int choice = Byte.toUnsignedInt(choiceAndBytes[0]);
    InputOptions options = OPTIONS.get(choice / NAMES.size() % OPTIONS.size());
    Path file = FOLDER.resolve(NAMES.get(choice % NAMES.size()));
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(choiceAndBytes, 1, choiceAndBytes.length - 1);
    }
    try {
      check(new InteractionReader(options).read(file).columns(), options.maxRows());
    } catch (BadInputException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains(file.getFileName().toString()));
    }
  }

  private static void check(InteractionColumns columns, int maxRows) {
    assertTrue(columns.size() > 0 && columns.size() <= maxRows, columns.size() + " rows");
    assertEquals(columns.size(), columns.users().length);
    for (int row = 0; row < columns.size(); row++) {
      assertTrue(Float.isFinite(columns.values()[row]), "a value that is no number");
      assertTrue(!columns.userIds().get(columns.users()[row]).isEmpty(), "an empty user");
      assertTrue(!columns.itemIds().get(columns.items()[row]).isEmpty(), "an empty item");
    }
  }

  static Stream<byte[]> read() throws IOException {
    return Stream.of(
        seed(0, "user_id,item_id,rating\nu1,i1,4.5\n\"u,2\",\"i\"\"2\",1\n"),
        seed(7, "\ufeffuser,item,value,timestamp\nu1,i1,,5\nu1,i2,3,6\n"),
        seed(1, "user_id\titem_id\nu1\ti1\n"), seed(2, "196\t242\t3\t881250949\n"),
        seed(3, "1::1193::5::978300760\n1::661::3::978302109\n"),
        seed(4, "user_id:token\titem_id:token\trating:float\n1\t2\t3.0\n"),
        seed(12, "i1,u1,2\ni2,u2,3\n"), seed(18, "user_id,item_id\na,b\n"),
        seed(0, "user,item,event\na,b,view\na,c,\na,b,add to cart\n"), gzipped());
  }

  private static byte[] gzipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write("user_id,item_id\nu1,i1\n".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] seed(int choice, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + bytes.length).put((byte) choice).put(bytes).array();
  }
}
