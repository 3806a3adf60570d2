package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyCountPlugin;
import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.WipeableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens while what was erased is taken out of earlier trainings, and what that leaves. */
class RebaseMeanwhileTest {

  private final World world = new World();
  private final FaultPlan faults = FaultPlan.none();
  private final Remembering plugin = new Remembering(new TinyCountPlugin(1000));
  private final Engine engine = world.engine(faults, world.work, World.config(), plugin);

  RebaseMeanwhileTest() {
    engine.start();
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    train(6);
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void train(long seed) {
    engine.training()
        .train(TrainingRequest.of(MODEL, "count", Map.of(), seed), TrainingListener.none());
    world.work.runAll();
  }

  private ErasureId erase(long number, int user) {
    return engine.erasures().accept(request(number, new ErasureTarget.User("user-" + user))).id();
  }

  private ErasureState state(ErasureId id) {
    return engine.erasures().get(id).state();
  }

  private List<Long> stored() {
    return world.ledger.stored(MODEL).stream().map(version -> version.id().number()).toList();
  }

  /** Stored versions whose files tell what was taken off them. */
  private List<Long> unfolded() {
    return stored().stream().filter(number -> {
      float[] takenOff = world.checkpoints.read(new VersionId(MODEL, number))
          .checkpoint()
          .artifact()
          .tensor("taken-off")
          .chunks()
          .getFirst();
      return !Arrays.equals(takenOff, new float[takenOff.length]);
    }).toList();
  }

  @Test
  void nextErasure_livesDuringTheRebase_noFileTellsWhatTheCompletedOneTookOff() {
    ErasureId first = erase(1, 3);
    List<ErasureId> second = new ArrayList<>();
    faults.meanwhile(Failpoint.REBASE_AFTER, () -> {
      assertEquals(List.of(3L), unfolded(), "what answers is not consolidated yet");
      second.add(erase(2, 5));
      world.work.runAll();
      assertEquals(ErasureState.LIVE, state(second.getFirst()));
    });
    List<List<Long>> left = new ArrayList<>();
    faults.meanwhile(Failpoint.COMPLETE_AFTER_COMMIT, () -> {
      assertEquals(ErasureState.LIVE, state(second.getFirst()), "only the first one is completed");
      left.add(unfolded());
      left.add(stored());
    });
    world.work.runAll();
    assertEquals(List.of(List.of(), List.of(5L, 4L)), left);
    assertEquals(ErasureState.COMPLETED, state(first));
    assertEquals(ErasureState.COMPLETED, state(second.getFirst()));
    assertEquals(2, stored().size(), "one of each training");
    assertEquals(List.of(), unfolded());
  }

  @Test
  void rebased_whatWasLoadedForItIsGoneFromMemoryBeforeAnythingIsDestroyed() {
    // Every training loads its model once, to see that it can.
    plugin.loaded.clear();
    erase(1, 3);
    faults.meanwhile(Failpoint.REBASE_BEFORE, plugin.saved::clear);
    List<Integer> held = new ArrayList<>();
    faults.meanwhile(Failpoint.DRAINED, () -> {
      List<RecommenderModel> beside = new ArrayList<>(plugin.loaded);
      beside.addAll(plugin.saved);
      beside.remove(World.active(engine).content().model());
      beside.forEach(
          model -> ((WipeableModel) model).learntArrays()
              .forEach(array -> assertArrayEquals(new float[array.length], array)));
      held.add(beside.size());
    });
    world.work.runAll();
    assertEquals(List.of(2), held, "the one that was loaded and the one made of it");
    assertEquals(List.of(4L, 3L), stored());
    assertTrue(World.items(engine, "user-5").size() > 0);
  }

  @Test
  void everythingIsBeingCopied_nothingIsMadeToStay() {
    world.checkpoints.copying(true);
    ErasureId id = erase(1, 3);
    world.work.runAll();
    world.work.awaitAndRunAll();
    assertEquals(ErasureState.LIVE, state(id));
    assertEquals(3, world.ledger.lastNumber(MODEL), "two trainings and the erasure");
    world.checkpoints.copying(false);
    while (state(id) == ErasureState.LIVE) {
      world.work.awaitAndRunAll();
    }
    assertEquals(ErasureState.COMPLETED, state(id));
    assertEquals(List.of(4L, 3L), stored());
    VersionRecord rebased = world.ledger.stored(MODEL).getFirst();
    assertEquals(new VersionId(MODEL, 1), rebased.manifest().parent());
  }

  /** Knows the models that it loaded and saved. */
  private record Remembering(
      RecommenderPlugin family, List<RecommenderModel> loaded,
      List<RecommenderModel> saved) implements RecommenderPlugin {

    Remembering(RecommenderPlugin family) {
      this(family, new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public String name() {
      return family.name();
    }

    @Override
    public int spiVersion() {
      return family.spiVersion();
    }

    @Override
    public String version() {
      return family.version();
    }

    @Override
    public String description() {
      return family.description();
    }

    @Override
    public List<TrainingOption> options() {
      return family.options();
    }

    @Override
    public Optional<String> refusal(DataShape shape) {
      return family.refusal(shape);
    }

    @Override
    public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
      return family.trainer(config, context);
    }

    @Override
    public ModelArtifact save(RecommenderModel model) {
      saved.add(model);
      return family.save(model);
    }

    @Override
    public RecommenderModel load(
        ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
      RecommenderModel model = family.load(artifact, trainedOn, context);
      loaded.add(model);
      return model;
    }
  }
}
