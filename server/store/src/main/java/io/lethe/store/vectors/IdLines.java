package io.lethe.store.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** External ids in a text file, one a line, in the order of the vectors' rows; UTF-8. */
final class IdLines {

  private static final int BYTES_MAX = 256;
  private static final String MARK = "\uFEFF";

  private IdLines() {}

  /**
   * Reads.
   *
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID}, naming the line
   */
  static List<String> read(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      @Nullable
      String line = reader.readLine();
      for (int number = 1; line != null; number++, line = reader.readLine()) {
        String id = number == 1 && line.startsWith(MARK) ? line.substring(1) : line;
        check(file, number, id);
        Integer before = lines.put(id, number);
        if (before != null) {
          throw ArrayFile.bad(file, "line %d repeats the id of line %d".formatted(number, before));
        }
        ids.add(id);
      }
    } catch (CharacterCodingException notText) {
      throw ArrayFile.bad(file, "it is no UTF-8 after line %d".formatted(ids.size()));
    }
    return ids;
  }

  private static void check(Path file, int number, String id) {
    if (id.isEmpty()) {
      throw ArrayFile.bad(file, "line %d is empty; each line is an id".formatted(number));
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BYTES_MAX) {
      throw ArrayFile.bad(
          file, "line %d is an id of %d bytes; at most %d".formatted(number, bytes, BYTES_MAX));
    }
  }
}
