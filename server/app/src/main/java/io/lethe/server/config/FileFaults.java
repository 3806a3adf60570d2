package io.lethe.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** What the disk or the network refused, in words. */
public final class FileFaults {

  private FileFaults() {}

  /** One sentence that names the file, where one is at fault. */
  public static String of(IOException fault) {
    return switch (fault) {
      case NoSuchFileException missing -> "there is no file %s".formatted(missing.getFile());
      case AccessDeniedException denied ->
        "%s may not be opened by this user".formatted(denied.getFile());
      case NotDirectoryException file -> "%s is no folder".formatted(file.getFile());
      case FileAlreadyExistsException there -> "%s is there already".formatted(there.getFile());
      case FileSystemException other when other.getReason() != null ->
        "%s: %s".formatted(other.getFile(), other.getReason());
      default -> Objects.requireNonNullElseGet(fault.getMessage(), fault::toString);
    };
  }
}
