package io.lethe.store.ledger;

import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.audit.AuditTrail;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.Tombstones;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.FirstStart;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.sqlite.CommitWitness;
import io.lethe.store.sqlite.SqlStatements;
import io.lethe.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The ledger in one SQLite file, {@code ledger.sqlite} in the data folder. */
public final class SqliteErasureLedger implements ErasureLedger, AutoCloseable {

  private final SqliteDatabase database;
  private final SpaceReserve reserve;
  /** As they are since the last change of erasures; read and emptied under the database's lock. */
  private final Map<ModelName, Tombstones> tombstones = new HashMap<>();

  /**
   * Opens the ledger of a data folder, or creates it in a new one. To be closed before the folder is.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if it cannot be opened, or is missing where
   *     anything else is present
   */
  public SqliteErasureLedger(DataFolder folder) {
    reserve = folder.reserve();
    try {
      new FirstStart(folder.layout()).checkLedger();
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder", failure);
    }
    database = SqliteDatabase.open(folder.layout().ledger(), CommitWitness.in(folder.layout()));
  }

  /** Opens or creates a ledger in any file; nobody vouches for it. */
  public SqliteErasureLedger(Path file) {
    this(SqliteDatabase.open(file));
  }

  private SqliteErasureLedger(SqliteDatabase database) {
    this.reserve = SpaceReserve.none();
    this.database = database;
  }

  /** The ledger of a folder that is being made, with its witness. */
  public static SqliteErasureLedger vouched(StoreLayout layout) {
    return new SqliteErasureLedger(
        SqliteDatabase.open(layout.ledger(), CommitWitness.first(layout)));
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
    return new SqliteSubjectRequestLedger(database, reserve);
  }

  /** What was appended a moment ago, in the same file; closed with this ledger. */
  public AppendLedger appends() {
    return new SqliteAppendLedger(database, reserve);
  }

  /** Aliases, in the same file; closed with this ledger. */
  public AliasLedger aliases() {
    return new SqliteAliasLedger(database, reserve);
  }

  /** Catalogues, in the same file; closed with this ledger. */
  public CatalogLedger catalogs() {
    return new SqliteCatalogLedger(database, reserve);
  }

  /** The audit trail, in the same file; closed with this ledger. */
  public AuditTrail auditTrail() {
    return new SqliteAuditTrail(database);
  }

  /** For tests of the settings. */
  SqliteDatabase database() {
    return database;
  }

  @Override
  public List<ModelName> models() {
    return database.read(VersionTable::models);
  }

  @Override
  public Optional<VersionRecord> active(ModelName model) {
    return database.read(sql -> VersionTable.active(sql, model));
  }

  @Override
  public List<VersionRecord> versions(ModelName model) {
    return database.read(sql -> VersionTable.versions(sql, model));
  }

  @Override
  public List<VersionRecord> stored(ModelName model) {
    return database.read(sql -> VersionTable.stored(sql, model));
  }

  @Override
  public Set<Long> answered(ModelName model) {
    return database.read(sql -> VersionTable.answered(sql, model));
  }

  @Override
  public long lastNumber(ModelName model) {
    return database.read(sql -> VersionTable.lastNumber(sql, model));
  }

  @Override
  public void commitVersion(VersionRecord next, long expectedActive) {
    change(sql -> VersionTable.commit(sql, next, expectedActive));
  }

  @Override
  public void addVersion(VersionRecord next, long expectedActive) {
    change(sql -> VersionTable.add(sql, next, expectedActive));
  }

  @Override
  public void activate(VersionId id, long expectedActive) {
    change(sql -> VersionTable.activate(sql, id, expectedActive));
  }

  @Override
  public void deleteModel(ModelName model) {
    change(sql -> VersionTable.deleteModel(sql, model));
  }

  @Override
  public List<ModelName> deletedModels() {
    return database.read(VersionTable::deletedModels);
  }

  @Override
  public void forgetDeletedModel(ModelName model) {
    change(sql -> {
      tombstones.clear();
      VersionTable.forgetDeletedModel(sql, model);
    });
  }

  @Override
  public void markDestroyed(VersionId id) {
    change(sql -> VersionTable.markDestroyed(sql, id));
  }

  @Override
  public void recordDestroyed(DestroyedVersion gone) {
    change(sql -> DestroyedVersionTable.record(sql, gone));
  }

  @Override
  public List<DestroyedVersion> destroyed(ModelName model, long from, long below) {
    return database.read(sql -> DestroyedVersionTable.list(sql, model, from, below));
  }

  @Override
  public Acceptance accept(ErasureSubmission submission) {
    Acceptance acceptance = database.write(sql -> {
      tombstones.clear();
      return accept(sql, submission);
    });
    if (submission.retries() != null) {
      database.truncateLog();
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
    SqliteDatabase.Work<List<Erasure>> work = sql -> {
      tombstones.clear();
      return ErasureTable.change(sql, steps);
    };
    boolean later = steps.stream().allMatch(ErasureStep.Plain::syncedLater);
    return withoutTargets(later ? database.writeSyncedLater(work) : database.write(work));
  }

  /** What a deleted target leaves in the write-ahead log goes, too. */
  private List<Erasure> withoutTargets(List<Erasure> changed) {
    if (changed.stream().anyMatch(erasure -> !erasure.keepsTarget())) {
      database.truncateLog();
    }
    return changed;
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
  public List<Erasure> append(List<LoggedReceipt> receipts, LogCheckpoint after) {
    return withoutTargets(database.write(sql -> {
      List<Erasure> changed = ErasureTable
          .change(sql, receipts.stream().map(LoggedReceipt::step).toList());
      for (LoggedReceipt receipt : receipts) {
        ReceiptTable.append(sql, receipt);
      }
      ReceiptTable.grown(sql, after);
      return changed;
    }));
  }

  @Override
  public List<OpenErasure> unattested(ModelName model) {
    return database.read(sql -> ReceiptTable.unattested(sql, model));
  }

  @Override
  public Optional<LogCheckpoint> receiptTree() {
    return database.read(ReceiptTable::tree);
  }

  @Override
  public List<TreeHash> receiptLeaves(long from, int max) {
    return database.read(sql -> ReceiptTable.leaves(sql, from, max));
  }

  @Override
  public List<ReceiptLedger.Entry> receiptEntries(long from, int max) {
    return database.read(sql -> ReceiptTable.entries(sql, from, max));
  }

  @Override
  public Optional<ReceiptLedger.Place> receiptPlace(ErasureId id) {
    return database.read(sql -> ReceiptTable.place(sql, id));
  }

  @Override
  public int destroyCommitmentKeys(Instant before) {
    if (database.read(sql -> ReceiptTable.keysBefore(sql, before)) == 0) {
      return 0;
    }
    int destroyed = database.write(sql -> ReceiptTable.destroyKeys(sql, before));
    database.truncateLog();
    return destroyed;
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

  private void change(SqliteDatabase.Change change) {
    database.write(sql -> {
      change.run(sql);
      return 0;
    });
  }

  /** Waits for the transaction that runs, and closes the file. */
  @Override
  public void close() {
    database.close();
  }
}
