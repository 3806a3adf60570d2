package io.lethe.store.ledger;

import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.audit.AuditTrail;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.Tombstones;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlStatements;
import io.lethe.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The ledger in one database: a SQLite file, {@code ledger.sqlite} in the data folder, or one elsewhere,
 * see {@link LedgerPlace}.
 */
public final class SqlErasureLedger extends SqlReceiptLedger
    implements
      ErasureLedger,
      AutoCloseable {

  private final SpaceReserve reserve;
  /** As they are since the last change of erasures; read and emptied under the database's lock. */
  private final Map<ModelName, Tombstones> tombstones = new HashMap<>();

  /**
   * Opens the ledger of a data folder, or creates it in a new one. To be closed before the folder
   * is.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if it cannot be opened, or is missing
   *     where anything else is present
   */
  public SqlErasureLedger(DataFolder folder) {
    this(folder, Optional.empty());
  }

  /**
   * The same, with the ledger in a database.
   *
   * @param elsewhere empty for the data folder
   */
  public SqlErasureLedger(DataFolder folder, Optional<DatabaseAccess> elsewhere) {
    this(new LedgerPlace(folder.layout(), elsewhere).open(), folder.reserve());
  }

  /** Opens or creates a ledger in any file, without a commit witness. */
  public SqlErasureLedger(Path file) {
    this(SqliteDatabase.open(file), SpaceReserve.none());
  }

  /** On a database that is open already, and is closed with this; no room is kept back for it. */
  public static SqlErasureLedger on(SqlDatabase database) {
    return new SqlErasureLedger(database, SpaceReserve.none());
  }

  private SqlErasureLedger(SqlDatabase database, SpaceReserve reserve) {
    super(database);
    this.reserve = reserve;
  }

  /** The ledger of a folder that is being made, with its witness. */
  public static SqlErasureLedger vouched(StoreLayout layout) {
    return new SqlErasureLedger(
        SqliteDatabase.open(layout.ledger(), CommitWitness.first(layout)), SpaceReserve.none());
  }

  /**
   * Writes a synced copy as of one moment, without what was deleted.
   *
   * @param file a name that is free
   * @return the copy's length and SHA-256
   */
  public FileDigest copyTo(Path file) throws IOException {
    database.copyTo(file);
    FileCopies.sync(file);
    return FileCopies.digest(file);
  }

  /** Whether no table holds a row. */
  public boolean isEmpty() {
    return database.isEmpty();
  }

  /** Data subject requests and their callbacks, in the same file; closed with this ledger. */
  public SubjectRequestLedger subjectRequests() {
    return new SqlSubjectRequestLedger(database, reserve);
  }

  /** What was appended a moment ago, in the same file; closed with this ledger. */
  public AppendLedger appends() {
    return new SqlAppendLedger(database, reserve);
  }

  /** Aliases, in the same file; closed with this ledger. */
  public AliasLedger aliases() {
    return new SqlAliasLedger(database, reserve);
  }

  /** Catalogues, in the same file; closed with this ledger. */
  public CatalogLedger catalogs() {
    return new SqlCatalogLedger(database, reserve);
  }

  /** The audit trail, in the same file; closed with this ledger. */
  public AuditTrail auditTrail() {
    return new SqlAuditTrail(database);
  }

  /** For tests of the settings. */
  SqlDatabase database() {
    return database;
  }

  @Override
  public void forgetDeletedModel(ModelName model) {
    change(sql -> {
      tombstones.clear();
      VersionTable.forgetDeletedModel(sql, model);
    });
  }

  @Override
  public Acceptance accept(ErasureSubmission submission) {
    Acceptance acceptance = database.write(sql -> {
      tombstones.clear();
      return accept(sql, submission);
    });
    if (submission.retries() != null) {
      database.forgetDeleted();
    }
    return acceptance;
  }

  private Acceptance accept(SqlStatements sql, ErasureSubmission submission) throws SQLException {
    Optional<Erasure> known = ErasureTable.findByRequest(sql, submission.request().requestId());
    if (known.isEmpty() && submission.retries() != null) {
      Optional<Erasure> retrying = ErasureTable.retrying(sql, submission.retries());
      if (retrying.isPresent()) {
        return new Acceptance.Repeated(retrying.get());
      }
    }
    if (known.isEmpty()) {
      reserve.require("another erasure");
      return new Acceptance.Accepted(ErasureTable.insert(sql, submission));
    }
    return known.get().facts().payloadDigest().equals(submission.payloadDigest())
        ? new Acceptance.Repeated(known.get())
        : new Acceptance.Conflicting();
  }

  @Override
  public Erasure approve(ErasureId id, String approver) {
    return database.write(sql -> {
      tombstones.clear();
      return ErasureTable.approve(sql, id, approver);
    });
  }

  @Override
  public List<Erasure> change(List<? extends ErasureStep.Plain> steps) {
    SqlDatabase.Work<List<Erasure>> work = sql -> {
      tombstones.clear();
      return ErasureTable.change(sql, steps);
    };
    boolean later = steps.stream().allMatch(ErasureStep.Plain::syncedLater);
    return withoutTargets(later ? database.writeSyncedLater(work) : database.write(work));
  }

  @Override
  public Optional<Erasure> find(ErasureId id) {
    return database.read(sql -> ErasureTable.find(sql, id));
  }

  @Override
  public Optional<Erasure> findByRequest(UUID requestId) {
    return database.read(sql -> ErasureTable.findByRequest(sql, requestId));
  }

  @Override
  public ErasurePage list(ErasureFilter filter, long cursor, int max) {
    return database.read(sql -> ErasureTable.page(sql, filter, cursor, max));
  }

  @Override
  public List<OpenErasure> open(ModelName model) {
    return database.read(sql -> ErasureTable.open(sql, model));
  }

  @Override
  public List<ModelName> erasing() {
    return database.read(ErasureTable::erasing);
  }

  @Override
  public List<Spending> spending(String requester, long since) {
    return database.read(sql -> ErasureTable.spending(sql, requester, since));
  }

  @Override
  public List<Erasure> commitErasures(
      VersionRecord next, long expectedActive, List<ErasureStep.Live> erasures) {
    return database.write(sql -> {
      VersionTable.commit(sql, next, expectedActive);
      return ErasureTable.change(sql, erasures);
    });
  }

  @Override
  public List<Erasure> commitWithoutVersion(
      ModelName model, long expectedActive, List<ErasureStep.Live> erasures) {
    return database.write(sql -> {
      VersionTable.requireActive(model, VersionTable.pointer(sql, model), expectedActive);
      return ErasureTable.change(sql, erasures);
    });
  }

  @Override
  public void suppress(ModelName model, Set<String> digests) {
    change(sql -> {
      tombstones.clear();
      ErasureTable.suppress(sql, model, digests);
    });
  }

  @Override
  public int readmit(ModelName model, List<String> digests, Tombstones.Readmission from) {
    return database.write(sql -> {
      tombstones.clear();
      return ErasureTable.readmit(sql, model, digests, from);
    });
  }

  @Override
  public List<ModelName> suppressed() {
    return database.read(ErasureTable::suppressed);
  }

  @Override
  public Tombstones tombstones(ModelName model) {
    return database.read(sql -> {
      Tombstones known = tombstones.get(model);
      if (known == null) {
        known = new Tombstones(
            ErasureTable.lastPosition(sql, model), ErasureTable.tombstones(sql, model),
            ErasureTable.readmitted(sql, model));
        tombstones.put(model, known);
      }
      return known;
    });
  }

  /** Waits for the transaction that runs, and closes the file. */
  @Override
  public void close() {
    database.close();
  }
}
