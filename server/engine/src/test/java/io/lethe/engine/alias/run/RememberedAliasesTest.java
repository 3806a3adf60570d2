package io.lethe.engine.alias.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.TrafficKey;
import io.lethe.engine.model.ModelName;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RememberedAliasesTest {

  private static final ModelName MOVIES = new ModelName("movies");

  private final AliasSet one = new AliasSet(
      TrafficKey.generate(new SecureRandom()),
      List.of(new ModelAlias(new AliasName("canary"), 3, 100)));
  private final AliasSet none = one.without(new AliasName("canary"));
  private final Disk disk = new Disk();
  private final RememberedAliases aliases = new RememberedAliases(disk);

  /** A ledger that counts what is read, and may fail after it has saved. */
  private static final class Disk implements AliasLedger {

    private final Map<ModelName, AliasSet> kept = new HashMap<>();
    private int reads;
    private boolean failing;

    @Override
    public Optional<AliasSet> find(ModelName model) {
      reads++;
      return Optional.ofNullable(kept.get(model));
    }

    @Override
    public void save(ModelName model, AliasSet set) {
      if (set.aliases().isEmpty()) {
        kept.remove(model);
      } else {
        kept.put(model, set);
      }
      if (failing) {
        throw new LetheException(ErrorKind.STORAGE_FAILED, "the answer was lost");
      }
    }
  }

  @Test
  void find_again_readsNothing() {
    disk.save(MOVIES, one);
    assertEquals(Optional.of(one), aliases.find(MOVIES));
    assertEquals(Optional.of(one), aliases.find(MOVIES));
    assertEquals(1, disk.reads);
  }

  @Test
  void save_isWhatIsFound() {
    assertEquals(Optional.empty(), aliases.find(MOVIES));
    aliases.save(MOVIES, one);
    assertEquals(Optional.of(one), aliases.find(MOVIES));
    aliases.save(MOVIES, none);
    assertEquals(Optional.empty(), aliases.find(MOVIES));
    assertEquals(1, disk.reads);
  }

  @Test
  void save_failsAfterAll_isReadAnew() {
    assertEquals(Optional.empty(), aliases.find(MOVIES));
    disk.failing = true;
    assertThrows(LetheException.class, () -> aliases.save(MOVIES, one));
    assertEquals(Optional.of(one), aliases.find(MOVIES));
  }
}
