package io.lethe.store.vectors;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file of named arrays. To be closed. */
sealed interface ArrayFile extends Closeable permits NpzFile, SafetensorsFile {

  /**
   * Opens a file: NumPy's if it begins as a zip does, else one of safetensors.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if it is neither
   */
  static ArrayFile open(Path file) throws IOException {
    byte[] start = new byte[2];
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.readNBytes(start, 0, start.length);
      return read == start.length && start[0] == 'P' && start[1] == 'K'
          ? NpzFile.open(file)
          : SafetensorsFile.open(file);
    }
  }

  /** What is in it, in the file's order. */
  List<ArrayInfo> arrays();

  /** The bytes of an array's numbers, in its order, and nothing after them. */
  InputStream numbers(ArrayInfo array) throws IOException;

  /** The exception for a file that is not as it should be. */
  static LetheException bad(Path file, String problem) {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, "%s: %s".formatted(file.getFileName(), problem),
        Map.of("field", "tensors"));
  }
}
