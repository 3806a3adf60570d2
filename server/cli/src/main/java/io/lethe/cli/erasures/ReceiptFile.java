package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.client.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a receipt is written: a file of its own, or a device such as {@code /dev/stdout}. */
final class ReceiptFile {

  private ReceiptFile() {}

  /**
   * Before anything is asked for: an erasure cannot be undone for want of a place for its receipt, and
   * what is there may be another erasure's.
   *
   * @throws CommandException if a file is there, or none can be written there
   */
  static void checkNew(Path file) {
    if (Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.FAILED, "%s is there already; it was left alone".formatted(file));
    }
    Path folder = file.toAbsolutePath().getParent();
    boolean writable = Files.exists(file)
        ? !Files.isDirectory(file) && Files.isWritable(file)
        : folder != null && Files.isWritable(folder);
    if (!writable) {
      throw new CommandException(ExitCode.USAGE, "no file %s can be written".formatted(file));
    }
  }

  /** Writes it, and says where; a file that has come into being meanwhile is left alone. */
  static void write(Path file, Receipt receipt, Screen screen) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Path _ = Files.write(file, receipt.toByteArray(), StandardOpenOption.WRITE);
    } else {
      Path _ = Files.write(
          file, receipt.toByteArray(), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }
    screen.line("Receipt written to %s".formatted(file));
  }
}
