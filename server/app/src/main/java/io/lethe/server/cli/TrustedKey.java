package io.lethe.server.cli;

import io.lethe.server.grpc.ReceiptCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The public key of a server that people trust, as they name it. */
final class TrustedKey {

  private static final int CHARS_MAX = 200;

  private TrustedKey() {}

  /**
   * A raw key.
   *
   * @param key hexadecimal digits, or a file with them
   */
  static byte[] of(String key) throws IOException {
    Path file = Path.of(key);
    String text = Files.isRegularFile(file) && Files.size(file) <= CHARS_MAX
        ? Files.readString(file, StandardCharsets.ISO_8859_1).strip()
        : key;
    if (!text.matches("[0-9a-fA-F]{" + 2 * ReceiptCheck.KEY_BYTES + "}")) {
      throw new CommandException(
          ExitCode.USAGE, "--key must be %d hexadecimal digits, or a file with them"
              .formatted(2 * ReceiptCheck.KEY_BYTES));
    }
    return HexFormat.of().parseHex(text);
  }
}
