package io.lethe.store.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.vectors.NamedVectors;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorFilesTest {

  private static final float[] USERS = {1, -2, 3, 0.5f, 0, 1};
  private static final float[] ITEMS = {2, 1, -1, 4};

  @TempDir private Path folder;

  @BeforeEach
  void writeIds() throws IOException {
    Files.writeString(folder.resolve("users.txt"), "\uFEFFann\nbob\nünal\n");
    Files.writeString(folder.resolve("items.txt"), "tea\r\nrye");
  }

  private NamedVectors read() throws IOException {
    return new VectorFiles(
        folder.resolve("vectors"), folder.resolve("users.txt"), folder.resolve("items.txt"),
        VectorFiles.Names.USUAL).read();
  }

  private NamedVectors read(Map<String, byte[]> arrays) throws IOException {
    ArrayBytes.npz(folder.resolve("vectors"), arrays);
    return read();
  }

  private String refusal() {
    LetheException refused = assertThrows(LetheException.class, this::read);
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    return String.valueOf(refused.getMessage());
  }

  private String refusal(byte[] users, byte[] items) throws IOException {
    ArrayBytes.npz(folder.resolve("vectors"), Map.of("users", users, "items", items));
    return refusal();
  }

  private static float[] numbers(io.lethe.spi.Tensor tensor) {
    float[] all = new float[tensor.rows() * tensor.width()];
    int at = 0;
    for (float[] chunk : tensor.chunks()) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return all;
  }

  @Test
  void npz_ofNumPy_isReadWithIdsInOrder() throws IOException {
    NamedVectors read = read(
        Map.of(
            "users", ArrayBytes.npy("3, 2", USERS), "items", ArrayBytes.npy("2, 2", ITEMS),
            "item_biases", ArrayBytes.npy("2,", 7, 8), "user_biases",
            ArrayBytes.npy("3, 1", 4, 5, 6), "other",
            ArrayBytes.npy("|S3", "1,", new byte[]{1, 2, 3})));
    assertEquals(List.of("ann", "bob", "ünal"), read.userIds());
    assertEquals(List.of("tea", "rye"), read.itemIds());
    assertArrayEquals(USERS, numbers(read.users()));
    assertArrayEquals(ITEMS, numbers(read.items()));
    assertArrayEquals(new float[]{4, 5, 6}, read.userBiases());
    assertArrayEquals(new float[]{7, 8}, read.itemBiases());
  }

  @Test
  void safetensors_ofAnyFloats_isRead() throws IOException {
    byte[] halves = ArrayBytes.halves(ByteOrder.LITTLE_ENDIAN, USERS);
    byte[] wide = ArrayBytes.doubles(ByteOrder.LITTLE_ENDIAN, 2, 1, -1, 4);
    byte[] all = Arrays.copyOf(halves, halves.length + wide.length + 8);
    System.arraycopy(wide, 0, all, halves.length, wide.length);
    ArrayBytes.safetensors(
        folder.resolve("vectors"),
        """
            {"__metadata__":{"format":"pt"},"users":{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]},\
            "items":{"dtype":"F64","shape":[2,2],"data_offsets":[12,44]},\
            "steps":{"dtype":"I64","shape":[],"data_offsets":[44,52]}}""",
        all);
    NamedVectors read = read();
    assertArrayEquals(USERS, numbers(read.users()));
    assertArrayEquals(ITEMS, numbers(read.items()));
    assertEquals(0, read.userBiases().length);
  }

  @ParameterizedTest
  @CsvSource({"<f2, true", ">f2, false", "<f4, true", ">f4, false", "<f8, true", ">f8, false"})
  void numbers_ofEveryWidthAndOrder_comeBack(String descr, boolean little) throws IOException {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    byte[] users = switch (descr.charAt(2)) {
      case '2' -> ArrayBytes.halves(order, USERS);
      case '4' -> ArrayBytes.floats(order, USERS);
      default -> ArrayBytes.doubles(order, 1, -2, 3, 0.5, 0, 1);
    };
    NamedVectors read = read(
        Map.of(
            "users", ArrayBytes.npy(descr, "3, 2", users), "items", ArrayBytes.npy("2, 2", ITEMS)));
    assertArrayEquals(USERS, numbers(read.users()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      3, 2   | <f4 | 1,2,3,4,5,NaN        | array users holds NaN in row 3
      3, 2   | <f4 | 1,2,Infinity,4,5,6   | array users holds Infinity in row 2
      3, 2   | <f8 | 1,2,3,4,1e39,6       | array users holds 1.0E39 in row 3
      3, 2   | <f4 | 1,2,3,4,5            | ends before the end of row 3
      3, 2   | <f4 | 1,2,3,4,5,6,7        | bytes follow the last row of users (<f4, 3 x 2)
      2, 2   | <f4 | 1,2,3,4              | array users has 2 rows, and users.txt has 3 ids
      3, 1   | <f4 | 1,2,3                | users have vectors of 1 numbers, items of 2
      3,     | <f4 | 1,2,3                | users (<f4, 3) is no matrix of rows x 1 to 1024 numbers
      3, 0   | <f4 | ~~                   | users (<f4, 3 x 0) is no matrix
      1, 1025 | <f4 | ~~                  | is no matrix of rows x 1 to 1024 numbers
      9999999999, 2 | <f4 | ~~            | is no matrix
      3, 2   | <i4 | 1,2,3,4,5,6          | holds no floating-point numbers of 16, 32 or 64 bits
      3, 2   | <U4 | 1,2,3,4,5,6          | users (<U4, 3 x 2) holds no floating-point numbers
      """)
  void arrayThatDoesNotFit_isRefusedNamingWhatAndWhere(
      String shape, String descr, String numbers, String reason) throws IOException {
    double[] values = numbers == null || numbers.isBlank()
        ? new double[0]
        : Arrays.stream(numbers.split(",")).mapToDouble(Double::parseDouble).toArray();
    float[] singles = new float[values.length];
    for (int k = 0; k < singles.length; k++) {
      singles[k] = (float) values[k];
    }
    byte[] bytes = descr.equals("<f8")
        ? ArrayBytes.doubles(ByteOrder.LITTLE_ENDIAN, values)
        : ArrayBytes.floats(ByteOrder.LITTLE_ENDIAN, singles);
    String refusal = refusal(ArrayBytes.npy(descr, shape, bytes), ArrayBytes.npy("2, 2", ITEMS));
    assertTrue(refusal.startsWith("vectors: "), refusal);
    assertTrue(refusal.contains(reason), refusal);
  }

  private static byte[] byColumns(String shape, float... numbers) {
    return ArrayBytes.npy(
        "{'descr': '<f4', 'fortran_order': True, 'shape': (%s), }".formatted(shape),
        ArrayBytes.floats(ByteOrder.LITTLE_ENDIAN, numbers));
  }

  /** As NumPy writes the transpose of an array. */
  @Test
  void columns_areReadAsTheRowsThatTheyAre() throws IOException {
    NamedVectors read = read(
        Map.of(
            "users", byColumns("3, 2", 1, 3, 0, -2, 0.5f, 1), "items",
            byColumns("2, 2", 2, -1, 1, 4), "user_biases", byColumns("3, 1", 4, 5, 6)));
    assertArrayEquals(USERS, numbers(read.users()));
    assertArrayEquals(ITEMS, numbers(read.items()));
    assertArrayEquals(new float[]{4, 5, 6}, read.userBiases());
  }

  /** More than a chunk of either: the numbers tell their places. */
  @Test
  void columns_ofSeveralChunks_areReadAsRows() throws IOException {
    int rows = 300_000;
    int width = 8;
    float[] columns = new float[rows * width];
    float[] expected = new float[rows * width];
    StringBuilder ids = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      ids.append(row).append('\n');
      for (int column = 0; column < width; column++) {
        columns[column * rows + row] = row * width + column;
        expected[row * width + column] = row * width + column;
      }
    }
    Files.writeString(folder.resolve("users.txt"), ids);
    NamedVectors read = read(
        Map.of(
            "users", byColumns("%d, %d".formatted(rows, width), columns), "items",
            ArrayBytes.npy("2, 8", new float[16])));
    assertArrayEquals(expected, numbers(read.users()));
  }

  @Test
  void columnsThatDoNotFit_areRefusedByRowAndColumn() throws IOException {
    byte[] items = ArrayBytes.npy("2, 2", ITEMS);
    String notFinite = refusal(byColumns("3, 2", 1, 2, 3, 4, Float.NaN, 6), items);
    assertTrue(notFinite.contains("array users holds NaN in row 2"), notFinite);
    String cut = refusal(byColumns("3, 2", 1, 2, 3, 4), items);
    assertTrue(cut.contains("ends before the end of column 2"), cut);
  }

  @Test
  void missingArray_isRefusedWithThoseThereAre() throws IOException {
    ArrayBytes.npz(
        folder.resolve("vectors"),
        Map.of("users", ArrayBytes.npy("3, 2", USERS), "things", ArrayBytes.npy("2, 2", ITEMS)));
    String refusal = refusal();
    assertTrue(refusal.contains("there is no array items; there are: "), refusal);
    assertTrue(refusal.contains("things (<f4, 2 x 2)"), refusal);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      ann,,bob   | line 2 is empty
      ann,bob,ann | line 3 repeats the id of line 1
      """)
  void ids_thatAreNone_areRefusedByLine(String ids, String reason) throws IOException {
    Files.writeString(folder.resolve("users.txt"), ids.replace(',', '\n'));
    String refusal = refusal(ArrayBytes.npy("3, 2", USERS), ArrayBytes.npy("2, 2", ITEMS));
    assertTrue(refusal.startsWith("users.txt: " + reason), refusal);
  }

  @Test
  void ids_tooLongOrNoText_areRefusedWithoutTheId() throws IOException {
    Files.writeString(folder.resolve("users.txt"), "ann\n" + "x".repeat(257));
    byte[] users = ArrayBytes.npy("3, 2", USERS);
    byte[] items = ArrayBytes.npy("2, 2", ITEMS);
    String refusal = refusal(users, items);
    assertEquals("users.txt: line 2 is an id of 257 bytes; at most 256", refusal);
    Files.write(folder.resolve("users.txt"), new byte[]{'a', '\n', (byte) 0xC3, '\n'});
    assertTrue(refusal(users, items).contains("no UTF-8"));
  }

  @Test
  void anyOtherFile_isRefused() throws IOException {
    for (String text : List.of("", "PK", "PK\u0003\u0004zip", "user,item\nann,tea\nbob,rye\n")) {
      Files.writeString(folder.resolve("vectors"), text);
      assertTrue(refusal().startsWith("vectors: "));
    }
    ArrayBytes.safetensors(
        folder.resolve("vectors"),
        "{\"users\":{\"dtype\":\"F99\",\"shape\":[1,1],\"data_offsets\":[0,4]}}", new byte[4]);
    assertTrue(refusal().contains("unknown dtype F99"));
    ArrayBytes.safetensors(
        folder.resolve("vectors"),
        "{\"users\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}",
        new byte[4]);
    assertTrue(refusal().contains("for the shape"));
  }

  @Test
  void damagedBytes_areRefusedAndNeverFailInAnotherWay() throws IOException {
    ArrayBytes.npz(
        folder.resolve("vectors"),
        Map.of("users", ArrayBytes.npy("3, 2", USERS), "items", ArrayBytes.npy("2, 2", ITEMS)));
    byte[] whole = Files.readAllBytes(folder.resolve("vectors"));
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      byte[] bytes = whole.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(folder.resolve("vectors"), bytes);
      try {
        read();
      } catch (LetheException | IOException expected) {
        refused++;
      }
    }
    assertTrue(refused > 200, refused + " refused");
  }
}
