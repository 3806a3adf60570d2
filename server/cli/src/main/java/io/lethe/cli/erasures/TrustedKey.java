package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/** The public key of a server that people trust, or that key's id, as they name it. */
final class TrustedKey {

  private static final int CHARS_MAX = 200;

  private TrustedKey() {}

  /**
   * 32 bytes: a raw key, or the id of one. Only a receipt's own key tells which.
   *
   * @param key hexadecimal digits or base64, or a file with them
   */
  static byte[] of(String key) throws IOException {
    Path file = Path.of(key);
    String text = Files.isRegularFile(file) && Files.size(file) <= CHARS_MAX
        ? Files.readString(file, StandardCharsets.ISO_8859_1).strip()
        : key;
    if (text.matches("[0-9a-fA-F]{" + 2 * ReceiptCheck.KEY_BYTES + "}")) {
      return HexFormat.of().parseHex(text);
    }
    // As many characters as 32 bytes have, so that it is never taken for the other form.
    if (text.matches("[0-9a-zA-Z+/]{43}=")) {
      return Base64.getDecoder().decode(text);
    }
    throw new CommandException(
        ExitCode.USAGE,
        "--key must be a public key or its id, %d bytes as hexadecimal digits or base64, or a file with them"
            .formatted(ReceiptCheck.KEY_BYTES));
  }
}
