package io.lethe.store.keys;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.receipt.LogAnchor;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The last checkpoint of the receipt log, as the signed note that it is, in a file. */
public final class FileLogAnchor implements LogAnchor {

  private final Path file;
  private final String name;

  private FileLogAnchor(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /** The anchor in the data folder, beside the ledger. */
  public static FileLogAnchor beside(DataFolder folder) {
    return in(folder.layout());
  }

  /** The same, for a reader that has not opened the folder. */
  public static FileLogAnchor in(Path folder) {
    return in(new StoreLayout(folder));
  }

  /** The same, of a folder whose layout is known. */
  public static FileLogAnchor in(StoreLayout layout) {
    Path file = layout.receiptCheckpoint();
    return new FileLogAnchor(file, "the data folder's " + file.getFileName());
  }

  /** In a file elsewhere, such as on another disk, whose folder is there. */
  public static FileLogAnchor at(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return new FileLogAnchor(absolute, "the anchor file " + absolute);
  }

  @Override
  public Optional<String> read() {
    try {
      if (!DurableFiles.isThere(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > SignedNote.LENGTH_MAX) {
        throw tooLong();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException damaged) {
      // No note: the caller's parser says so.
      return Optional.of("");
    } catch (IOException failure) {
      throw StorageFailures.of(name, failure);
    }
  }

  private LetheException tooLong() {
    return new LetheException(
        ErrorKind.STORAGE_FAILED,
        "%s has more than %d bytes".formatted(name, SignedNote.LENGTH_MAX));
  }

  @Override
  public void write(String note) {
    Path temporary = file.resolveSibling(StoreLayout.TEMPORARY_PREFIX + file.getFileName());
    try {
      DurableFiles.delete(temporary);
      try (FileOutput out = new FileOutput(temporary)) {
        out.write(note.getBytes(StandardCharsets.UTF_8));
        out.sync();
      }
      DurableFiles.rename(temporary, file);
      Path folder = file.getParent();
      DurableFiles.syncFolder(folder == null ? file : folder);
    } catch (IOException failure) {
      throw StorageFailures.of(name, failure);
    }
  }

  @Override
  public String name() {
    return name;
  }
}
