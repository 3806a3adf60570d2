package io.lethe.store.ledger;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.TrafficKey;
import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.alias.run.AliasLedgerContract;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAliasLedgerTest extends AliasLedgerContract {

  @TempDir private Path folder;
  private @Nullable SqlErasureLedger open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private SqlErasureLedger ledger() {
    close();
    SqlErasureLedger next = new SqlErasureLedger(folder.resolve("ledger.sqlite"));
    open = next;
    return next;
  }

  /** An erasure moves and takes away aliases; it must not wait for a disk that is short of its reserve. */
  @Test
  void reserveIsUsed_aliasesFollowErasuresAllTheSame_andNoneIsAdded() throws IOException {
    ModelAlias canary = new ModelAlias(new AliasName("canary"), 2, 1_000);
    ModelAlias stable = new ModelAlias(new AliasName("stable"), 1, 0);
    AliasSet set = new AliasSet(TrafficKey.generate(new SecureRandom()), List.of(canary, stable));
    ledger().aliases().save(MOVIES, set);
    close();
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("ledger.sqlite"))) {
      AliasLedger refusing = new SqlAliasLedger(database, new SpaceReserve(folder, Long.MAX_VALUE));
      AliasSet following = set.with(canary.following(true));
      refusing.save(MOVIES, following);
      refusing.save(MOVIES, following.with(canary.of(1)));
      AliasSet left = set.without(canary.name());
      refusing.save(MOVIES, left);
      LetheException full = assertThrows(LetheException.class, () -> refusing.save(MOVIES, set));
      assertEquals(ErrorKind.STORAGE_FULL, full.kind());
      assertEquals(Optional.of(left), refusing.find(MOVIES));
    }
  }

  @Override
  protected ErasureLedger versions() {
    return ledger();
  }

  @Override
  protected AliasLedger reopen() {
    return ledger().aliases();
  }
}
