package io.lethe.engine.alias.run;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.TrafficKey;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.memory.PortFixtures;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger of aliases does. */
public abstract class AliasLedgerContract {

  private static final ModelAlias CANARY = new ModelAlias(new AliasName("canary"), 2, 1_000);
  private static final ModelAlias STABLE = new ModelAlias(new AliasName("stable"), 1, 0);

  private final TrafficKey key = TrafficKey.generate(new SecureRandom());

  /** The same disk, as another process sees it. */
  protected abstract AliasLedger reopen();

  /** The versions that aliases name, on the same disk. */
  protected abstract ErasureLedger versions();

  @BeforeEach
  void commit() {
    versions().commitVersion(PortFixtures.version(MOVIES, 1, 0), 0);
    versions().commitVersion(PortFixtures.version(MOVIES, 2, 0), 1);
    versions().commitVersion(PortFixtures.version(BOOKS, 1, 0), 0);
  }

  @Test
  void save_thenReopen_hasKeyAndAliases() {
    AliasSet set = new AliasSet(key, List.of(STABLE.following(true), CANARY));
    reopen().save(MOVIES, set);
    assertEquals(Optional.of(set), reopen().find(MOVIES));
    assertEquals(Optional.empty(), reopen().find(BOOKS));
  }

  @Test
  void save_again_takesThePlaceOfAll() {
    reopen().save(MOVIES, new AliasSet(key, List.of(STABLE, CANARY)));
    AliasSet next = new AliasSet(key, List.of(CANARY.of(1)));
    reopen().save(MOVIES, next);
    assertEquals(Optional.of(next), reopen().find(MOVIES));
  }

  @Test
  void save_none_leavesNothingOfThatModel() {
    AliasSet books = new AliasSet(key, List.of(STABLE));
    reopen().save(MOVIES, new AliasSet(key, List.of(CANARY)));
    reopen().save(BOOKS, books);
    reopen().save(MOVIES, new AliasSet(key, List.of()));
    assertEquals(Optional.empty(), reopen().find(MOVIES));
    assertEquals(Optional.of(books), reopen().find(BOOKS));
  }
}
