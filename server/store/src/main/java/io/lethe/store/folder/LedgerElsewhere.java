package io.lethe.store.folder;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.StorageFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a data folder says of its ledger if that is in a database elsewhere: a file of three lines.
 *
 * @param state whether the ledger is there, or on its way
 * @param folder the number by which the database knows this data folder, a UUID
 * @param place the database's address, for people; without a password
 */
public record LedgerElsewhere(State state, String folder, String place) {

  /** Where the ledger is. */
  public enum State {
    /** Still in the data folder; the database may have a copy. */
    MOVING,
    /** In the database; a file in the data folder is what a move left. */
    THERE,
    /** Still in the database; the data folder may have a copy. */
    RETURNING
  }

  /** Of a data folder whose ledger is in the data folder, and about to move. */
  public static LedgerElsewhere first(State state, String place) {
    return new LedgerElsewhere(state, UUID.randomUUID().toString(), place);
  }

  /** The same ledger in another state. */
  public LedgerElsewhere in(State next) {
    return new LedgerElsewhere(next, folder, place);
  }

  /** The same ledger by another address. */
  public LedgerElsewhere at(String otherPlace) {
    return new LedgerElsewhere(state, folder, otherPlace);
  }

  /**
   * Empty for a data folder that has its ledger itself.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if the file is not as it was written
   */
  public static Optional<LedgerElsewhere> read(StoreLayout layout) {
    Path file = layout.ledgerElsewhere();
    try {
      if (!DurableFiles.isThere(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      List<String> states = Arrays.stream(State.values()).map(State::name).toList();
      if (lines.size() != 3 || !states.contains(lines.getFirst())) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED,
            "%s is not as it was written; nothing was changed; copy it from a backup of the data folder"
                .formatted(file.getFileName()));
      }
      return Optional
          .of(new LedgerElsewhere(State.valueOf(lines.get(0)), lines.get(1), lines.get(2)));
    } catch (IOException failure) {
      throw StorageFailures.of(String.valueOf(file.getFileName()), failure);
    }
  }

  /** Takes the place of what the folder said before; synced. */
  public void write(StoreLayout layout) throws IOException {
    Path file = layout.ledgerElsewhere();
    Path temporary = file.resolveSibling(StoreLayout.TEMPORARY_PREFIX + file.getFileName());
    DurableFiles.delete(temporary);
    try (FileOutput out = new FileOutput(temporary)) {
      out.write("%s%n%s%n%s%n".formatted(state, folder, place).getBytes(StandardCharsets.UTF_8));
      out.sync();
    }
    DurableFiles.rename(temporary, file);
    DurableFiles.syncFolder(layout.root());
  }

  /** The data folder has its ledger itself again. */
  public static void remove(StoreLayout layout) throws IOException {
    DurableFiles.delete(layout.ledgerElsewhere());
    DurableFiles.syncFolder(layout.root());
  }

  /** Refuses what reads the file in the data folder, where there is none or none that counts. */
  public static void requireNone(StoreLayout layout, String wayOut) {
    read(layout).ifPresent(elsewhere -> {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED,
          "the ledger of the data folder %s is at %s%s. %s".formatted(
              layout.root(), elsewhere.place(),
              elsewhere.state() == State.THERE
                  ? ""
                  : ", or was on its way when a move was cut short",
              wayOut));
    });
  }
}
