package io.lethe.store.backup;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.version;
import static io.lethe.store.backup.TestStore.on;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.TrafficKey;
import io.lethe.engine.model.ModelName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aliases after a backup was restored: they name versions, and the versions are the backup's. */
class RestoredAliasTest {

  private static final ModelAlias CANARY = new ModelAlias(new AliasName("canary"), 1, 1_000);

  private final TrafficKey key = TrafficKey.generate(new SecureRandom());

  @TempDir private Path root;
  private Path data;
  private Path backup;

  @BeforeEach
  void makeData() {
    data = root.resolve("data");
    backup = root.resolve("backup");
    on(data, store -> {
      store.ledger().commitVersion(version(MOVIES, 1, 0), 0);
      store.ledger().commitVersion(version(BOOKS, 1, 0), 0);
      return 0;
    });
    save(MOVIES, new AliasSet(key, List.of(CANARY)));
    on(data, store -> Backup.create(store.folder(), store.ledger(), backup, NOON, "0.1.0"));
  }

  private void save(ModelName model, AliasSet aliases) {
    on(data, store -> {
      store.ledger().aliases().save(model, aliases);
      return 0;
    });
  }

  private Optional<AliasSet> restored(ModelName model) {
    var _ = new Restore(backup, data, NOON.plusSeconds(3600)).run(null, false);
    return on(data, store -> store.ledger().aliases().find(model));
  }

  @Test
  void goneSinceTheBackup_isBack_withItsKey() {
    save(MOVIES, new AliasSet(key, List.of()));
    assertEquals(Optional.of(new AliasSet(key, List.of(CANARY))), restored(MOVIES));
  }

  @Test
  void movedSinceTheBackup_namesTheVersionOfTheBackup() {
    on(data, store -> {
      store.ledger().commitVersion(version(MOVIES, 2, 0), 1);
      return 0;
    });
    save(MOVIES, new AliasSet(key, List.of(CANARY.of(2))));
    assertEquals(Optional.of(new AliasSet(key, List.of(CANARY))), restored(MOVIES));
  }

  @Test
  void madeSinceTheBackup_isGone() {
    save(BOOKS, new AliasSet(key, List.of(CANARY)));
    assertEquals(Optional.empty(), restored(BOOKS));
  }
}
