package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file that every finished cell is appended to at once. Confined to one thread. */
final class ResultsFile implements AutoCloseable {

  private final FileChannel channel;
  private final List<Cell> cells;
  private final boolean torn;

  private ResultsFile(FileChannel channel, CellLines.Read read) {
    this.channel = channel;
    this.cells = new ArrayList<>(read.cells());
    this.torn = read.torn();
  }

  /** Opens a file or makes one. A last line that was torn off by a crash is cut away. */
  static ResultsFile open(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    CellLines.Read read;
    try {
      read = CellLines.read(text);
    } catch (IllegalArgumentException foreign) {
      throw new CommandException(ExitCode.FAILED, "%s: %s".formatted(file, foreign.getMessage()));
    }
    FileChannel channel = FileChannel
        .open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long whole = text.substring(0, read.length()).getBytes(StandardCharsets.UTF_8).length;
    channel.truncate(whole).position(whole);
    return new ResultsFile(channel, read);
  }

  /** All cells, those of earlier runs first. */
  List<Cell> cells() {
    return List.copyOf(cells);
  }

  /** Whether the last line was torn when the file was opened. */
  boolean torn() {
    return torn;
  }

  void append(Cell cell) {
    try {
      ByteBuffer line = ByteBuffer
          .wrap((CellLines.line(cell) + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    cells.add(cell);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
