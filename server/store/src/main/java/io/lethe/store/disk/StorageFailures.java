package io.lethe.store.disk;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;

/** Turns failures of disk and database into the engine's, without paths of single files. */
public final class StorageFailures {

  /** The part of SQLite's extended codes that names the kind. */
  private static final int PRIMARY_CODE = 0xFF;

  private StorageFailures() {}

  public static LetheException of(String what, IOException failure) {
    if (failure instanceof ClosedByInterruptException) {
      return new LetheException(
          ErrorKind.CANCELLED, "access to " + what + " was interrupted", failure);
    }
    String reason = reason(failure);
    return isFull(reason)
        ? new LetheException(ErrorKind.STORAGE_FULL, "no space is left for " + what, failure)
        : new LetheException(
            ErrorKind.STORAGE_FAILED, "the disk refused " + what + ": " + reason, failure);
  }

  public static LetheException of(String what, SQLException failure) {
    boolean full = (failure.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_FULL.code;
    return full
        ? new LetheException(ErrorKind.STORAGE_FULL, "no space is left for " + what, failure)
        : new LetheException(
            ErrorKind.STORAGE_FAILED,
            "%s failed with SQLite code %d".formatted(what, failure.getErrorCode()), failure);
  }

  /** What the opening of a ledger can meet beside that. */
  public static LetheException ofLedger(Path file, SQLException failure) {
    String name = String.valueOf(file.getFileName());
    int code = failure.getErrorCode() & PRIMARY_CODE;
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new LetheException(
          ErrorKind.STORAGE_FAILED,
          "another server uses the data folder %s: it has locked %s; end it or choose another folder"
              .formatted(file.toAbsolutePath().getParent(), name),
          failure);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new LetheException(
          ErrorKind.STORAGE_FAILED,
          ("%s is damaged (SQLite code %d); nothing was changed; restore it from a backup (lethe"
              + " restore BACKUP)").formatted(name, failure.getErrorCode()),
          Map.of("file", name), failure);
    }
    return of(name, failure);
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case FileSystemException file when file.getReason() != null -> file.getReason();
      case AccessDeniedException _ -> "this user has no access to it";
      case NoSuchFileException _ -> "a file or folder is not there";
      case FileAlreadyExistsException _ -> "a file is there already";
      default -> failure instanceof FileSystemException || failure.getMessage() == null
          ? failure.getClass().getSimpleName()
          : failure.getMessage();
    };
  }

  private static boolean isFull(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("disk quota exceeded");
  }
}
