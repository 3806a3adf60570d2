package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.FirstStart;
import io.lethe.store.folder.LedgerElsewhere;
import io.lethe.store.folder.LedgerElsewhere.State;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.DatabaseProvider;
import io.lethe.store.sql.LedgerTables;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sqlite.SqliteDatabase;
import io.lethe.store.sqlite.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Where the ledger of a data folder is: in the folder, or in a database. It moves whole, with all
 * receipts and tombstones, and only while no server has the folder. A move that is cut short anywhere is
 * ended by the same command; until then no server starts, so that two ledgers never grow.
 */
public final class LedgerPlace {

  private static final String MOVE = "'lethe migrate-ledger --to %s' %s";

  private final StoreLayout layout;
  private final Optional<DatabaseAccess> access;

  /**
   * Of a data folder that this process has.
   *
   * @param access the database that the configuration names
   */
  public LedgerPlace(StoreLayout layout, Optional<DatabaseAccess> access) {
    this.layout = layout;
    this.access = access;
  }

  /** Opens the ledger where it is, or makes one in a new data folder. */
  SqlDatabase open() {
    try {
      return access.isEmpty() ? file() : elsewhere(access.get());
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder", failure);
    }
  }

  private SqlDatabase file() throws IOException {
    LedgerElsewhere
        .requireNone(layout, "Set ledger.url; or " + MOVE.formatted("folder", "brings it back"));
    new FirstStart(layout).checkLedger();
    return SqliteDatabase.open(layout.ledger(), CommitWitness.in(layout));
  }

  private SqlDatabase elsewhere(DatabaseAccess database) throws IOException {
    Optional<LedgerElsewhere> known = LedgerElsewhere.read(layout);
    if (known.isEmpty() && DurableFiles.isThere(layout.ledger())) {
      throw refused(
          "the data folder %s has its ledger in %s, and ledger.url names a database: %s; or leave"
              .formatted(
                  layout.root(), layout.ledger().getFileName(),
                  MOVE.formatted("database", "takes it there"))
              + " ledger.url out");
    }
    if (known.isPresent() && known.get().state() != State.THERE) {
      throw refused(
          "a move of the ledger was cut short: "
              + MOVE.formatted(target(known.get().state()), "ends it"));
    }
    if (known.isEmpty()) {
      new FirstStart(layout).checkLedger();
      LedgerElsewhere first = LedgerElsewhere.first(State.MOVING, database.place());
      SqlDatabase made = begun(database, first);
      first.in(State.THERE).write(layout);
      return made;
    }
    SqlDatabase opened = connect(database, known.get());
    LedgerElsewhere there = known.get().at(database.place());
    if (!there.equals(known.get())) {
      there.write(layout);
    }
    destroyFile();
    return opened;
  }

  /** The first connection to a database that is to have the ledger: if it fails, nothing has begun. */
  private SqlDatabase begun(DatabaseAccess database, LedgerElsewhere first) throws IOException {
    first.write(layout);
    try {
      return connect(database, first);
    } catch (LetheException refusal) {
      LedgerElsewhere.remove(layout);
      throw refusal;
    }
  }

  private static String target(State state) {
    return state == State.MOVING ? "database" : "folder";
  }

  private SqlDatabase connect(DatabaseAccess database, LedgerElsewhere elsewhere) {
    boolean isOnItsWay = elsewhere.state() == State.MOVING;
    return ServiceLoader.load(DatabaseProvider.class)
        .stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.opens(database.url()))
        .findFirst()
        .orElseThrow(
            () -> refused(
                "ledger.url is %s; an address such as jdbc:postgresql://host:5432/lethe is needed"
                    .formatted(database.place())))
        .open(
            database, new DatabaseProvider.Owner(elsewhere.folder(), isOnItsWay),
            isOnItsWay ? CommitWitness.none() : CommitWitness.in(layout));
  }

  private static LetheException refused(String message) {
    return new LetheException(ErrorKind.STORAGE_FAILED, message);
  }

  /**
   * Moves the ledger, or ends a move that was cut short; back also takes back a move there that was cut
   * short. What it leaves behind is destroyed, and nothing before the other place has answered.
   *
   * @param toDatabase from the data folder to the database; else back
   * @return how many rows it has; empty if it is there already
   * @throws LetheException of kind {@code STORAGE_FAILED} if one of both refuses
   */
  public Optional<Long> move(boolean toDatabase) {
    try {
      return toDatabase ? toDatabase() : toFolder();
    } catch (IOException failure) {
      throw StorageFailures.of("the ledger", failure);
    }
  }

  private Optional<Long> toDatabase() throws IOException {
    DatabaseAccess database = access.orElseThrow(
        () -> refused("ledger.url names no database; set it to where the ledger is to go"));
    Optional<LedgerElsewhere> said = LedgerElsewhere.read(layout);
    LedgerElsewhere known = said
        .orElseGet(() -> LedgerElsewhere.first(State.MOVING, database.place()))
        .at(database.place());
    if (known.state() == State.THERE) {
      try (SqlDatabase _ = connect(database, known)) {
        known.write(layout);
        return Optional.empty();
      }
    }
    if (known.state() == State.RETURNING) {
      throw refused("the ledger is on its way back: " + MOVE.formatted("folder", "ends that"));
    }
    long rows;
    try (SqlDatabase from = SqliteDatabase.open(layout.ledger(), CommitWitness.in(layout));
        SqlDatabase to = said.isPresent() ? connect(database, known) : begun(database, known)) {
      rows = to.isEmpty() ? LedgerTables.copy(from, to) : 0;
      requireSame(from, to);
    }
    known.in(State.THERE).write(layout);
    destroyFile();
    return Optional.of(rows);
  }

  private Optional<Long> toFolder() throws IOException {
    Optional<LedgerElsewhere> found = LedgerElsewhere.read(layout);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    LedgerElsewhere known = found.get();
    DatabaseAccess database = access
        .orElseThrow(() -> refused("the ledger is at %s: set ledger.url".formatted(known.place())));
    try (SqlDatabase there = connect(database, known)) {
      return Optional.of(known.state() == State.MOVING ? takenBack(there) : back(there, known));
    }
  }

  /** The data folder has the ledger still: what the database has of it goes. */
  private long takenBack(SqlDatabase there) throws IOException {
    long rows;
    try (SqlDatabase here = SqliteDatabase.open(layout.ledger(), CommitWitness.in(layout))) {
      if (!there.isEmpty()) {
        requireSame(here, there);
      }
      rows = LedgerTables.counts(here).stream().mapToLong(each -> each).sum();
    }
    LedgerTables.empty(there);
    there.forgetDeleted();
    LedgerElsewhere.remove(layout);
    return rows;
  }

  private long back(SqlDatabase from, LedgerElsewhere known) throws IOException {
    known.in(State.RETURNING).write(layout);
    destroyFile();
    Path temporary = layout.ledger()
        .resolveSibling(StoreLayout.TEMPORARY_PREFIX + layout.ledger().getFileName());
    Shredder.destroy(temporary);
    long rows;
    try (SqlDatabase to = SqliteDatabase.open(temporary)) {
      rows = LedgerTables.copy(from, to);
      requireSame(from, to);
      to.forgetDeleted();
    }
    FileCopies.sync(temporary);
    DurableFiles.rename(temporary, layout.ledger());
    LedgerElsewhere.remove(layout);
    LedgerTables.empty(from);
    from.forgetDeleted();
    return rows;
  }

  private static void requireSame(SqlDatabase from, SqlDatabase to) {
    List<Long> wanted = LedgerTables.counts(from);
    List<Long> there = LedgerTables.counts(to);
    if (!wanted.equals(there)) {
      throw refused(
          "the ledger has %s rows by table, and its copy has %s: the database holds another ledger;"
              .formatted(wanted, there) + " nothing of the first was changed");
    }
  }

  /** What a move left: the database has it. */
  private void destroyFile() throws IOException {
    for (Path file : List.of(layout.ledger(), WriteAheadLog.of(layout.ledger()))) {
      Shredder.destroy(file);
    }
  }
}
