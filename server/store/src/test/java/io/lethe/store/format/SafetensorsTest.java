package io.lethe.store.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.Tensor;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir private Path folder;

  private Path write(List<Tensor> tensors) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.deleteIfExists(file);
    try (FileOutput out = new FileOutput(file)) {
      Safetensors.write(out, tensors);
      out.sync();
    }
    return file;
  }

  /** A file by hand: header as given, then so many bytes of numbers. */
  private Path file(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    Path file = folder.resolve("hand.safetensors");
    Damage.replace(file, bytes.array());
    return file;
  }

  private static List<Tensor> read(Path file) throws IOException, DamagedFileException {
    try (FileInput in = new FileInput(file)) {
      return Safetensors.read(in);
    }
  }

  private static String refusal(Path file) {
    return String.valueOf(assertThrows(DamagedFileException.class, () -> read(file)).getMessage());
  }

  private static float[] floats(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] floats = new float[length];
    for (int k = 0; k < length; k++) {
      floats[k] = Float.intBitsToFloat(random.nextInt());
    }
    return floats;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 1000, 70_001})
  void read_whatWasWritten_isBitEqual(int width) throws Exception {
    float[] first = floats(5 * width, 1);
    float[] second = floats(2 * width, 2);
    float[] other = floats(width, 3);
    List<Tensor> tensors = List.of(
        new Tensor("user \"é\"\n", 7, width, List.of(first, second)),
        new Tensor("empty", 0, width, List.of()), new Tensor("item", 1, width, List.of(other)));
    List<Tensor> back = read(write(tensors));
    assertEquals(
        tensors.stream().map(Tensor::name).toList(), back.stream().map(Tensor::name).toList());
    assertArrayEquals(bits(tensors), bits(back));
  }

  private static int[] bits(List<Tensor> tensors) {
    return tensors.stream()
        .flatMap(tensor -> tensor.chunks().stream())
        .flatMapToInt(
            chunk -> IntStream.range(0, chunk.length).map(k -> Float.floatToRawIntBits(chunk[k])))
        .toArray();
  }

  @Test
  void read_largeTensor_comesInBoundedChunksOfWholeRows() throws Exception {
    int width = 48;
    int rows = 50_000;
    float[] data = floats(rows * width, 4);
    Tensor back = read(write(List.of(new Tensor("t", rows, width, List.of(data))))).getFirst();
    assertTrue(back.chunks().size() > 1);
    assertTrue(back.chunks().stream().allMatch(chunk -> chunk.length % width == 0));
    assertArrayEquals(
        bits(List.of(new Tensor("t", rows, width, List.of(data)))), bits(List.of(back)));
  }

  @Test
  void write_numbers_beginAtAMultipleOfEight() throws Exception {
    for (int length = 1; length < 20; length++) {
      Path file = write(List.of(new Tensor("x".repeat(length), 1, 1, List.of(new float[1]))));
      assertEquals(0, (Files.size(file) - Float.BYTES) % 8);
    }
  }

  @Test
  void read_offsetsInAnotherOrderThanTheHeader_findsEachTensorsNumbers() throws Exception {
    Path file = file("""
        {"__metadata__":{"by":"hand"},"b":{"shape":[1,1],"dtype":"F32","data_offsets":[8,12]},\
        "a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}\s\s\s""", 12);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, 2.5f);
    Damage.replace(file, bytes);
    List<Tensor> tensors = read(file);
    assertEquals("b", tensors.getFirst().name());
    assertArrayEquals(new float[]{2.5f}, tensors.getFirst().chunks().getFirst());
    assertEquals(2, tensors.get(1).rows());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      [{]                                                         | 0 | does not begin with {
      {"a":                                                       | 0 | no valid JSON
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}}   | 4 | no valid JSON
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}} {} | 4 | goes on after its end
      {"a":[1]}                                                   | 0 | tensor a is no object
      {"a":{"shape":[1,1],"data_offsets":[0,4]}}                  | 4 | has no dtype
      {"a":{"dtype":"F16","shape":[1,1],"data_offsets":[0,2]}}    | 2 | has dtype F16; only F32
      {"a":{"dtype":7,"shape":[1,1],"data_offsets":[0,2]}}        | 2 | has no dtype
      {"a":{"dtype":"F32","data_offsets":[0,4]}}                  | 4 | not of 2 dimensions
      {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}      | 4 | not of 2 dimensions
      {"a":{"dtype":"F32","shape":[1,1,1],"data_offsets":[0,4]}}  | 4 | more than 2 numbers
      {"a":{"dtype":"F32","shape":[1,0],"data_offsets":[0,0]}}    | 0 | has the shape 1 x 0
      {"a":{"dtype":"F32","shape":[-1,1],"data_offsets":[0,4]}}   | 4 | no natural number
      {"a":{"dtype":"F32","shape":[1.0,1],"data_offsets":[0,4]}}  | 4 | no natural number
      {"a":{"dtype":"F32","shape":["1",1],"data_offsets":[0,4]}}  | 4 | no natural number
      {"a":{"dtype":"F32","shape":[99999999999999999999,1],"data_offsets":[0,4]}} | 4 | no natural
      {"a":{"dtype":"F32","shape":[3000000000,1],"data_offsets":[0,4]}} | 4 | has the shape
      {"a":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,4]}} | 4 | for the shape
      {"a":{"dtype":"F32","shape":[1,1]}}                         | 4 | no pair of data_offsets
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[4,0]}}    | 4 | data_offsets 4 to 0
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,5]}}    | 5 | data_offsets 0 to 5
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4],"x":1}} | 4 | the unknown key x
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}    | 3 | cover 4 of 3 bytes
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}    | 8 | cover 4 of 8 bytes
      {"a":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}    | 8 | tensor a leaves a hole
      {"a":{"dtype":"F32","shape":[1,1],"shape":[1,1],"data_offsets":[0,4]}} | 4 | no valid JSON
      {"__metadata__":{"a":1}}                                    | 0 | is no text
      {"a":{"b":{"c":{"d":{}}}}}                                  | 0 | unknown key b
      """)
  void read_malformedHeader_isRefusedWithItsReason(String header, int data, String reason)
      throws IOException {
    String refusal = refusal(file(header, data));
    assertTrue(refusal.startsWith("hand.safetensors: "), refusal);
    assertTrue(refusal.contains(reason), refusal);
  }

  @Test
  void read_tensorsOverlappingOrOfOneName_refused() throws IOException {
    String first = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},";
    String second = "\"%s\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[%d,%d]}}";
    String overlap = refusal(file(first + second.formatted("b", 4, 8), 8));
    assertTrue(overlap.contains("tensor b overlaps"), overlap);
    String twice = refusal(file(first + second.formatted("a", 8, 12), 12));
    assertTrue(twice.contains("no valid JSON"), twice);
  }

  @Test
  void read_impossibleHeaderLength_isRefusedWithoutAllocating() throws IOException {
    Path file = folder.resolve("hand.safetensors");
    for (long length : new long[]{0, 1, Long.MAX_VALUE, -1, Safetensors.MAX_HEADER_BYTES + 1L}) {
      ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Damage.replace(file, bytes.array());
      assertTrue(refusal(file).contains("a header of " + Long.toUnsignedString(length)));
    }
    Damage
        .replace(file, ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(57).array());
    assertTrue(refusal(file).contains("a header of 57 bytes where 56 are left"));
    Damage.replace(file, new byte[7]);
    assertTrue(refusal(file).contains("shorter than the 8 bytes"));
  }

  @Test
  void read_everyTruncation_isRefused() throws IOException {
    Path file = write(List.of(new Tensor("t", 3, 2, List.of(floats(6, 5)))));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Damage.replace(file, Arrays.copyOf(whole, length));
      assertTrue(refusal(file).startsWith("model.safetensors: "));
    }
  }

  @Test
  void read_randomBytesInTheHeader_neverFailsInAnotherWay() throws IOException {
    Path file = write(List.of(new Tensor("t", 3, 2, List.of(floats(6, 5)))));
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int round = 0; round < 1_000; round++) {
      byte[] bytes = whole.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        bytes[random.nextInt(bytes.length - 24)] = (byte) random.nextInt();
      }
      Damage.replace(file, bytes);
      try {
        read(file);
      } catch (DamagedFileException expected) {
        refused++;
      }
    }
    assertTrue(refused > 600, refused + " refused");
  }
}
