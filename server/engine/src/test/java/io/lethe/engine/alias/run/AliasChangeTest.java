package io.lethe.engine.alias.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.observe.EngineEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version that cannot be loaded costs its aliases, and nothing else. */
class AliasChangeTest {

  private static final VersionId ID = new VersionId(PortFixtures.MOVIES, 1);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private Optional<ModelVersion> loaded(Supplier<ModelVersion> disk) {
    StoredVersions versions = new StoredVersions() {
      @Override
      public ModelVersion fit(VersionId id) {
        return disk.get();
      }

      @Override
      public ModelVersion answered(VersionId id) {
        return disk.get();
      }
    };
    return new AliasChange(
        new InMemoryErasureLedger().aliases(),
        new ModelRegistry(timer, Duration.ofSeconds(9), new EngineEvents(), id -> {}), versions,
        Failpoints.none()).loaded(ID);
  }

  @Test
  void loaded_whateverGoesWrong_isEmpty() {
    assertEquals(Optional.empty(), loaded(() -> {
      throw new LetheException(ErrorKind.CHECKPOINT_DAMAGED, "a flipped byte");
    }));
    assertEquals(Optional.empty(), loaded(() -> {
      throw new IllegalStateException("a plugin's tensor is missing");
    }));
    assertEquals(Optional.empty(), loaded(() -> {
      throw new OutOfMemoryError("no room for a second version");
    }));
  }

  @Test
  void loaded_serverStops_isNoReasonToTakeAnAliasAway() {
    LetheException stopped = assertThrows(LetheException.class, () -> loaded(() -> {
      throw new LetheException(ErrorKind.CANCELLED, "stopped");
    }));
    assertEquals(ErrorKind.CANCELLED, stopped.kind());
  }
}
