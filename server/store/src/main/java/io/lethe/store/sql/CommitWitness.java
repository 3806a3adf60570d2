package io.lethe.store.sql;

import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many transactions of the ledger were synced, in a small file beside it: written after each
 * one and before its caller is answered. A ledger that has fewer has lost what was acknowledged,
 * whatever happened to its files. The file is overwritten in place, within one sector, so that a
 * write costs one sync and no new name. Not thread-safe: the ledger's lock guards it.
 */
public final class CommitWitness implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CommitWitness.class);
  private static final byte[] MAGIC = "LETHECMT".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int COUNTED_BYTES = MAGIC.length + Integer.BYTES + Long.BYTES;
  private static final int BYTES = COUNTED_BYTES + FileDigest.SHA256_BYTES;

  /** Null for a ledger without a witness: a copy, as in a backup. */
  private final @Nullable Path file;
  /** Whether the ledger was vouched for before: then a missing file is a loss. */
  private final boolean expected;
  private @Nullable RandomAccessFile open;
  private long last = -1;

  /** The content of the file. */
  public sealed interface Word {

    /** How many transactions were synced. */
    record Counted(long commits) implements Word {
      public Counted {
        if (commits < 0) {
          throw new IllegalArgumentException(commits + " transactions; at least 0");
        }
      }
    }

    /** The file is missing. */
    record Missing() implements Word {}

    /** The file is not as it was written. */
    record Damaged() implements Word {}
  }

  private CommitWitness(@Nullable Path file, boolean expected) {
    this.file = file;
    this.expected = expected;
  }

  /** The witness of a data folder's ledger. */
  public static CommitWitness in(StoreLayout layout) {
    return new CommitWitness(layout.commitWitness(), true);
  }

  /** The first of a ledger that comes from a backup, which holds none. */
  public static CommitWitness first(StoreLayout layout) {
    return new CommitWitness(layout.commitWitness(), false);
  }

  /** For a ledger without a witness. */
  public static CommitWitness none() {
    return new CommitWitness(null, false);
  }

  /** The file's name, for messages. */
  public String name() {
    return file == null ? "no witness" : String.valueOf(file.getFileName());
  }

  /** What is remembered; changes nothing. */
  public Word read() throws IOException {
    if (file == null || !DurableFiles.isThere(file)) {
      return new Word.Missing();
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != BYTES) {
      return new Word.Damaged();
    }
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long commits = bytes.length == BYTES ? fields.getLong(MAGIC.length + Integer.BYTES) : -1;
    return commits >= 0 && Arrays.equals(bytes, content(commits))
        ? new Word.Counted(commits)
        : new Word.Damaged();
  }

  /** Says so where it should have vouched for a ledger and cannot: the next write mends it. */
  public void warnIfSilent(String ledger, long transactions) {
    try {
      String fault = switch (read()) {
        case Word.Counted _ -> "";
        case Word.Missing() -> expected ? "missing" : "";
        case Word.Damaged() -> "damaged";
      };
      if (file != null && !fault.isEmpty() && transactions > 0) {
        LOG.warn(
            "{} is {}, so nothing vouches that the {} transactions of {} are all there were; it is"
                + " written anew",
            name(), fault, transactions, ledger);
      }
    } catch (IOException failure) {
      throw StorageFailures.of(name(), failure);
    }
  }

  /**
   * Remembers how many transactions are synced. A disk that refuses does not undo them: it is
   * logged, and the next one is remembered with those before it.
   */
  public void remember(long commits) {
    Path place = file;
    if (place == null || commits == last) {
      return;
    }
    try {
      write(place, content(commits));
      last = commits;
    } catch (IOException | LetheException failure) {
      LOG.warn(
          "{} does not say that {} transactions of the ledger are synced; it is tried again with the"
              + " next one",
          name(), commits, failure);
      close();
    }
  }

  /** The first time under a new name, for a crash must not leave half a file; then in place. */
  private void write(Path place, byte[] content) throws IOException {
    RandomAccessFile now = open;
    if (now == null) {
      create(place, content);
      // Not a channel: one is closed when its thread is interrupted, as a cancelled training's is.
      open = new RandomAccessFile(place.toFile(), "rwd");
    } else {
      now.seek(0);
      now.write(content);
    }
  }

  private static void create(Path place, byte[] content) throws IOException {
    Path temporary = place.resolveSibling(StoreLayout.TEMPORARY_PREFIX + place.getFileName());
    DurableFiles.delete(temporary);
    try (FileOutput out = new FileOutput(temporary)) {
      out.write(content);
      out.sync();
    }
    DurableFiles.rename(temporary, place);
    DurableFiles.syncFolder(StoreLayout.parent(place));
  }

  private static byte[] content(long commits) {
    ByteBuffer content = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.put(MAGIC).putInt(FORMAT).putLong(commits);
    MessageDigest digest = FileDigest.newSha256();
    digest.update(content.array(), 0, COUNTED_BYTES);
    return content.put(digest.digest()).array();
  }

  /** The next write opens the file again. */
  @Override
  public void close() {
    RandomAccessFile was = open;
    open = null;
    last = -1;
    if (was != null) {
      try {
        was.close();
      } catch (IOException failure) {
        LOG.warn("{} cannot be closed", name(), failure);
      }
    }
  }
}
