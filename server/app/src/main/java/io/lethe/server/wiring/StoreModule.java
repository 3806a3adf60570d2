package io.lethe.server.wiring;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.receipt.LogAnchor;
import io.lethe.engine.erasure.receipt.ReceiptLogConfig;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.interaction.SettlingLog;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.vectors.VectorInbox;
import io.lethe.server.config.ServerConfig;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.keys.FileLogAnchor;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.vectors.FileVectorInbox;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that is kept on disk, in one locked folder. */
@Module
interface StoreModule {

  @Provides
  @Singleton
  static InstantSource clock() {
    return InstantSource.system();
  }

  @Provides
  @Singleton
  static Failpoints failpoints() {
    return ArmedFailpoint.of(System.getProperties());
  }

  @Binds
  ErasureLedger ledger(SqlErasureLedger ledger);

  @Provides
  @Singleton
  static DataFolder dataFolder(ServerConfig config) {
    return DataFolder.open(config.dataFolder(), config.storage().reserveBytes());
  }

  @Provides
  @Singleton
  static SqlErasureLedger sql(DataFolder folder, ServerConfig config) {
    return new SqlErasureLedger(folder, config.storage().ledger());
  }

  @Provides
  @Singleton
  static CheckpointStore checkpoints(DataFolder folder, Failpoints failpoints) {
    return new FileCheckpointStore(folder, Thread::startVirtualThread, failpoints);
  }

  @Provides
  @Singleton
  static InteractionLog log(DataFolder folder, Failpoints failpoints) {
    return new FileInteractionLog(folder, failpoints);
  }

  /** What an import left that did not end is nobody's. */
  @Provides
  @Singleton
  static VectorInbox vectors(DataFolder folder) {
    FileVectorInbox inbox = new FileVectorInbox(folder.path());
    inbox.clear();
    return inbox;
  }

  @Provides
  static EnginePorts ports(
      ErasureLedger ledger, CheckpointStore checkpoints, InteractionLog log, AppendLedger appends,
      AliasLedger aliases, CatalogParts catalogs, VectorInbox vectors, ReceiptLogConfig receipts) {
    return new EnginePorts(ledger, checkpoints, log, appends, aliases, catalogs, vectors, receipts);
  }

  @Provides
  static ReceiptLogConfig receipts(DataFolder folder, ServerConfig config) {
    List<LogAnchor> anchors = new ArrayList<>();
    anchors.add(FileLogAnchor.beside(folder));
    config.receipts().anchorFile().map(FileLogAnchor::at).ifPresent(anchors::add);
    return new ReceiptLogConfig(
        config.receipts().logName(), config.receipts().keyRetention(), anchors);
  }

  @Provides
  @Singleton
  static InstallationKeys keys(DataFolder folder, SqlErasureLedger ledger) {
    return new FileInstallationKeyStore(folder, ledger::isEmpty, new SecureRandom()).loadOrCreate();
  }

  @Provides
  @Singleton
  static AppendLedger appends(SqlErasureLedger ledger) {
    return ledger.appends();
  }

  @Provides
  @Singleton
  static AliasLedger aliases(SqlErasureLedger ledger) {
    return ledger.aliases();
  }

  /** For a folder without a server: no version answers. */
  @Provides
  static InteractionIntake intake(
      InteractionLog log, AppendLedger appends, ErasureLedger ledger, InstallationKeys keys,
      InstantSource clock, Failpoints failpoints) {
    return new InteractionIntake(
        new SettlingLog(log, appends, failpoints), appends,
        new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
        new SubjectDigests(keys.digestSecret()),
        new InteractionIntake.Clocks(clock, System::nanoTime), failpoints);
  }
}
