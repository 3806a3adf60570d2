package io.lethe.store.format;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object whose last field, {@code sha256}, is over all bytes before that field, so that the
 * file alone shows whether it is whole.
 */
public final class SealedJson {

  private static final String SUFFIX_START = ",\"sha256\":\"";
  private static final String SUFFIX_END = "\"}\n";
  private static final int SHA256_DIGITS = 64;

  private SealedJson() {}

  /** The object with its seal, and a line end. */
  public static byte[] toBytes(ObjectNode json) {
    String text = Json.text(json);
    byte[] covered = text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8);
    byte[] suffix = suffix(FileDigest.sha256(covered));
    byte[] bytes = Arrays.copyOf(covered, covered.length + suffix.length);
    System.arraycopy(suffix, 0, bytes, covered.length, suffix.length);
    return bytes;
  }

  private static byte[] suffix(String sha256) {
    return (SUFFIX_START + sha256 + SUFFIX_END).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a file that must be, byte for byte, one that was written by {@link #toBytes}.
   *
   * @param parser told the object; whatever it throws means that the file is damaged
   */
  public static <T> T read(FileInput in, int maxBytes, Function<JsonNode, T> parser)
      throws IOException, DamagedFileException {
    int suffixBytes = SUFFIX_START.length() + SHA256_DIGITS + SUFFIX_END.length();
    if (in.length() <= suffixBytes || in.length() > maxBytes) {
      throw in.damaged("%d bytes are too few or too many".formatted(in.length()));
    }
    byte[] bytes = in.readBytes((int) in.length());
    byte[] covered = Arrays.copyOf(bytes, bytes.length - suffixBytes);
    byte[] suffix = Arrays.copyOfRange(bytes, covered.length, bytes.length);
    if (!Arrays.equals(suffix, suffix(FileDigest.sha256(covered)))) {
      throw in.damaged("its SHA-256 is not the one at its end");
    }
    try {
      return parser.apply(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (RuntimeException unreadable) {
      throw new DamagedFileException(
          in.name(), "it cannot be understood: " + unreadable.getMessage(), unreadable);
    }
  }
}
