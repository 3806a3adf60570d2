package io.lethe.engine.alias.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryCheckpointStore;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.publish.VersionPublisher;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Aliases that cannot answer are no reason for the model not to. */
class ModelAliasesTest {

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private int asked;

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  /** A disk that cannot be read. */
  private final class Unreadable implements AliasLedger, StoredVersions {

    private LetheException refusal() {
      asked++;
      return new LetheException(ErrorKind.STORAGE_FAILED, "the disk cannot be read");
    }

    @Override
    public Optional<AliasSet> find(ModelName model) {
      throw refusal();
    }

    @Override
    public void save(ModelName model, AliasSet aliases) {
      throw refusal();
    }

    @Override
    public ModelVersion fit(VersionId id) {
      throw refusal();
    }

    @Override
    public ModelVersion answered(VersionId id) {
      throw refusal();
    }
  }

  @Test
  void serve_diskCannotBeRead_theCallerGoesOn() {
    ModelRegistry registry = new ModelRegistry(
        timer, Duration.ofSeconds(9), new EngineEvents(), id -> {});
    VersionPublisher publisher = new VersionPublisher(
        new InMemoryCheckpointStore(), new InMemoryErasureLedger(), registry, () -> Instant.EPOCH,
        new EngineEvents(), Failpoints.none());
    Unreadable disk = new Unreadable();
    ModelAliases aliases = new ModelAliases(
        new AliasChange(disk, registry, disk, Failpoints.none()), publisher,
        new ModelAliases.Rooms((model, rows) -> {}, new SecureRandom()), 2);
    aliases.serve(PortFixtures.MOVIES);
    assertEquals(1, asked);
  }
}
