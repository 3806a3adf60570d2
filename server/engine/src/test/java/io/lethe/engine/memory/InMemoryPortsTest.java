package io.lethe.engine.memory;

import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.alias.run.AliasLedgerContract;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.catalog.CatalogLedgerContract;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureLedgerContract;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.interaction.AppendLedgerContract;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.interaction.InteractionLogContract;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import org.junit.jupiter.api.Nested;

/** The in-memory ports keep the contracts of the real ones. */
class InMemoryPortsTest {

  @Nested
  class Ledger extends ErasureLedgerContract {

    private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();

    @Override
    protected ErasureLedger reopen() {
      return ledger.reopened(FaultPlan.none());
    }
  }

  @Nested
  class Appends extends AppendLedgerContract {

    private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();

    @Override
    protected AppendLedger reopen() {
      return ledger.reopened(FaultPlan.none()).appends();
    }
  }

  @Nested
  class OfAliases extends AliasLedgerContract {

    private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();

    @Override
    protected ErasureLedger versions() {
      return ledger.reopened(FaultPlan.none());
    }

    @Override
    protected AliasLedger reopen() {
      return ledger.reopened(FaultPlan.none()).aliases();
    }
  }

  @Nested
  class OfCatalogs extends CatalogLedgerContract {

    private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();

    @Override
    protected CatalogLedger reopen() {
      return ledger.reopened(FaultPlan.none()).catalogs();
    }
  }

  @Nested
  class Checkpoints extends CheckpointStoreContract {

    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();

    @Override
    protected CheckpointStore reopen() {
      return store.reopened(FaultPlan.none());
    }
  }

  @Nested
  class Log extends InteractionLogContract {

    private final InMemoryInteractionLog log = new InMemoryInteractionLog();

    @Override
    protected InteractionLog reopen() {
      return log.reopened(FaultPlan.none());
    }
  }
}
