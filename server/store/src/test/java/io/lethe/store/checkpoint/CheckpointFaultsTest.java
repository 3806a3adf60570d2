package io.lethe.store.checkpoint;

import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.spi.Tensor;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.NthOperation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every step of every operation on checkpoints goes wrong once. */
class CheckpointFaultsTest {

  private static final VersionId FIRST = new VersionId(PortFixtures.MOVIES, 1);
  private static final VersionId SECOND = new VersionId(PortFixtures.MOVIES, 2);

  private static NthOperation.Scenario scenario(
      Consumer<CheckpointStore> prepare, Consumer<CheckpointStore> act) {
    return new NthOperation.Scenario() {

      @Override
      public void prepare(Path root) {
        in(root, prepare);
      }

      @Override
      public void act(Path root) {
        in(root, act);
      }

      @Override
      public String observe(Path root) {
        StringBuilder text = new StringBuilder();
        in(root, store -> {
          for (VersionId id : store.list(PortFixtures.MOVIES)) {
            text.append(id.number()).append('=').append(text(store.read(id))).append(' ');
          }
        });
        return text.toString();
      }
    };
  }

  private static void in(Path root, Consumer<CheckpointStore> work) {
    try (DataFolder folder = DataFolder.open(root)) {
      work.accept(new FileCheckpointStore(folder));
    }
  }

  private static String text(StoredCheckpoint stored) {
    Checkpoint checkpoint = stored.checkpoint();
    int hash = Arrays.hashCode(checkpoint.unlearningState());
    for (Tensor tensor : checkpoint.artifact().tensors()) {
      hash = 31 * hash + Arrays.deepHashCode(tensor.chunks().toArray());
    }
    return stored.digest().substring(0, 8) + "/" + hash + "/" + checkpoint.ids().hashCode();
  }

  private static Checkpoint first() {
    return CheckpointStoreContract.checkpoint(PortFixtures.MOVIES, 1, 7, null);
  }

  private static void writeFamily(CheckpointStore store) {
    store.write(CheckpointStoreContract.derived(first(), store.write(first()), 2));
  }

  private static void nothing(CheckpointStore store) {}

  @Test
  void write_firstOfAll_beforeOrAfter() {
    new NthOperation(scenario(CheckpointFaultsTest::nothing, store -> store.write(first())))
        .everyWay(30);
  }

  @Test
  void write_insteadOfAnOrphan_oneOfThemOrNone() {
    new NthOperation(
        scenario(
            store -> store.write(first()),
            store -> store
                .write(CheckpointStoreContract.checkpoint(PortFixtures.MOVIES, 1, 8, null))),
        "").everyWay(30);
  }

  @Test
  void write_sharingIds_beforeOrAfter() {
    new NthOperation(
        scenario(
            store -> store.write(first()),
            store -> store
                .write(CheckpointStoreContract.checkpoint(PortFixtures.MOVIES, 2, 8, FIRST))))
        .everyWay(30);
  }

  @Test
  void write_delta_beforeOrAfter() {
    new NthOperation(scenario(store -> store.write(first()), CheckpointFaultsTest::writeDerived))
        .everyWay(15);
  }

  private static void writeDerived(CheckpointStore store) {
    store.write(CheckpointStoreContract.derived(first(), store.read(FIRST).digest(), 2));
  }

  @Test
  void destroy_whole_beforeOrAfter() {
    new NthOperation(scenario(store -> store.write(first()), store -> store.destroy(FIRST)))
        .everyWay(10);
  }

  @Test
  void destroy_parentOfADelta_beforeOrAfterAndTheChildStays() {
    new NthOperation(scenario(CheckpointFaultsTest::writeFamily, store -> store.destroy(FIRST)))
        .everyWay(40);
  }

  @Test
  void destroy_delta_beforeOrAfter() {
    new NthOperation(scenario(CheckpointFaultsTest::writeFamily, store -> store.destroy(SECOND)))
        .everyWay(8);
  }

  @Test
  void rewrite_whole_beforeOrAfter() {
    new NthOperation(
        scenario(
            store -> store.write(first()),
            store -> store.rewrite(other(1), store.read(FIRST).digest())))
        .everyWay(30);
  }

  @Test
  void rewrite_delta_beforeOrAfter() {
    new NthOperation(
        scenario(
            CheckpointFaultsTest::writeFamily,
            store -> store.rewrite(other(2), store.read(SECOND).digest())))
        .everyWay(20);
  }

  private static Checkpoint other(long number) {
    return CheckpointStoreContract.checkpoint(PortFixtures.MOVIES, number, 9, null);
  }
}
