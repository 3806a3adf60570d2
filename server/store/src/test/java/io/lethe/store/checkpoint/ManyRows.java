package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Checkpoints of several pages a file, and what erasures of one user or item make of them. */
final class ManyRows {

  static final int USERS = 700;
  static final int ITEMS = 300;
  static final int WIDTH = 16;
  private static final int STATE_BYTES = 20_000;

  private ManyRows() {}

  static String user(int index) {
    return "user-of-the-shop-" + index;
  }

  static String item(int index) {
    return "w\u00e4re-" + index;
  }

  /** A training's. */
  static Checkpoint trained(ItemFeatures features) {
    SplittableRandom random = new SplittableRandom(3);
    byte[] state = new byte[STATE_BYTES];
    random.nextBytes(state);
    return new Checkpoint(
        PortFixtures.manifest(PortFixtures.MOVIES, 1, 0),
        new ModelArtifact(
            "mf", 3, Map.of("mode", "explicit"),
            List.of(tensor("user", USERS, random), tensor("item", ITEMS, random))),
        new EntityIds(
            IntStream.range(0, USERS).mapToObj(ManyRows::user).toList(),
            IntStream.range(0, ITEMS).mapToObj(ManyRows::item).toList(), features),
        state, null, null);
  }

  static Checkpoint trained() {
    return trained(ItemFeatures.NONE);
  }

  private static Tensor tensor(String name, int rows, SplittableRandom random) {
    float[] floats = new float[rows * WIDTH];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) random.nextDouble(-1, 1);
    }
    return new Tensor(name, rows, WIDTH, List.of(floats));
  }

  /** A user is erased: the row is zero, rows of some items are others, and so is some state. */
  static Checkpoint withoutUser(Checkpoint from, String digest, long number, int user) {
    List<Tensor> tensors = from.artifact().tensors();
    float[] users = tensors.getFirst().chunks().getFirst().clone();
    Arrays.fill(users, user * WIDTH, (user + 1) * WIDTH, 0);
    float[] items = tensors.getLast().chunks().getFirst().clone();
    for (int item = 0; item < ITEMS; item += 97) {
      items[item * WIDTH + 1] += number;
    }
    byte[] state = from.unlearningState().clone();
    state[(int) number * 300] ^= 1;
    state[STATE_BYTES - 1] ^= (byte) number;
    List<String> ids = new ArrayList<>(from.ids().users());
    ids.set(user, "");
    return changed(
        from, digest, number, users, items,
        new EntityIds(ids, from.ids().items(), from.ids().features()), state);
  }

  static Checkpoint withoutItem(Checkpoint from, String digest, long number, int item) {
    List<Tensor> tensors = from.artifact().tensors();
    float[] items = tensors.getLast().chunks().getFirst().clone();
    Arrays.fill(items, item * WIDTH, (item + 1) * WIDTH, 0);
    List<String> ids = new ArrayList<>(from.ids().items());
    ids.set(item, "");
    return changed(
        from, digest, number, tensors.getFirst().chunks().getFirst(), items,
        new EntityIds(from.ids().users(), ids, from.ids().features().without(new int[]{item})),
        from.unlearningState().clone());
  }

  static Checkpoint changed(
      Checkpoint from, String digest, long number, float[] users, float[] items, EntityIds ids,
      byte[] state) {
    return new Checkpoint(
        PortFixtures.manifest(PortFixtures.MOVIES, number, number),
        new ModelArtifact(
            "mf", 3, from.artifact().properties(),
            List.of(
                new Tensor("user", USERS, WIDTH, List.of(users)),
                new Tensor("item", ITEMS, WIDTH, List.of(items)))),
        ids, state, null, new Checkpoint.Parent(
            from.manifest().id(), digest, from.artifact(), from.ids(), from.unlearningState()));
  }

  /** All that is in a checkpoint, as text. */
  static String text(Checkpoint checkpoint) {
    StringBuilder text = new StringBuilder().append(checkpoint.manifest().id())
        .append(checkpoint.manifest().hashCode());
    for (Tensor tensor : checkpoint.artifact().tensors()) {
      text.append(tensor.name()).append(Arrays.deepHashCode(tensor.chunks().toArray()));
    }
    return text.append(checkpoint.ids().users().hashCode())
        .append(checkpoint.ids().items().hashCode())
        .append(checkpoint.ids().features().equals(ItemFeatures.NONE))
        .append(Arrays.hashCode(checkpoint.unlearningState()))
        .toString();
  }

  static String text(StoredCheckpoint stored) {
    return stored.digest() + text(stored.checkpoint());
  }
}
