package io.lethe.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link CheckpointStore} promises; each implementation's test inherits this. */
public abstract class CheckpointStoreContract {

  private static final ModelName MOVIES = PortFixtures.MOVIES;

  /** The store over this test's storage, as a process that starts now sees it. */
  protected abstract CheckpointStore reopen();

  @Test
  void write_read_bitEqual() {
    Checkpoint written = checkpoint(MOVIES, 1, 7, null);
    String digest = reopen().write(written);
    StoredCheckpoint stored = reopen().read(new VersionId(MOVIES, 1));
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
    assertEquals(digest, stored.digest());
    assertSame(written, stored.checkpoint());
  }

  @Test
  void write_otherContent_otherDigest() {
    CheckpointStore store = reopen();
    String first = store.write(checkpoint(MOVIES, 1, 7, null));
    String second = store.write(checkpoint(MOVIES, 2, 7, null));
    String third = store.write(checkpoint(MOVIES, 3, 8, null));
    assertNotEquals(first, second);
    assertNotEquals(second, third);
  }

  @Test
  void write_existingOrphan_replaced() {
    CheckpointStore store = reopen();
    store.write(checkpoint(MOVIES, 1, 7, null));
    Checkpoint second = checkpoint(MOVIES, 1, 8, null);
    String digest = store.write(second);
    assertEquals(digest, reopen().read(new VersionId(MOVIES, 1)).digest());
    assertSame(second, reopen().read(new VersionId(MOVIES, 1)).checkpoint());
  }

  @Test
  void write_emptyStateAndTensor_readBack() {
    Checkpoint full = checkpoint(MOVIES, 1, 7, null);
    Checkpoint empty = new Checkpoint(
        full.manifest(),
        new ModelArtifact("mf", 1, Map.of(), List.of(new Tensor("user", 0, 3, List.of()))),
        new EntityIds(List.of(), List.of()), new byte[0], null, null);
    reopen().write(empty);
    assertSame(empty, reopen().read(new VersionId(MOVIES, 1)).checkpoint());
  }

  @Test
  void write_sameIdsAsParent_surviveTheParent() {
    CheckpointStore store = reopen();
    VersionId parent = new VersionId(MOVIES, 1);
    store.write(checkpoint(MOVIES, 1, 7, null));
    Checkpoint child = checkpoint(MOVIES, 2, 7, parent);
    store.write(child);
    store.destroy(parent);
    assertSame(child, reopen().read(new VersionId(MOVIES, 2)).checkpoint());
  }

  @Test
  void write_sameIdsAsVersionThatIsGone_stillComplete() {
    Checkpoint child = checkpoint(MOVIES, 2, 7, new VersionId(MOVIES, 1));
    reopen().write(child);
    assertSame(child, reopen().read(new VersionId(MOVIES, 2)).checkpoint());
  }

  @Test
  void write_derived_bitEqualBesideItsParent() {
    Checkpoint parent = checkpoint(MOVIES, 1, 7, null);
    Checkpoint child = derived(parent, reopen().write(parent), 2);
    String digest = reopen().write(child);
    assertEquals(
        List.of(new VersionId(MOVIES, 1), new VersionId(MOVIES, 2)), reopen().list(MOVIES));
    assertEquals(digest, reopen().read(new VersionId(MOVIES, 2)).digest());
    assertSame(child, reopen().read(new VersionId(MOVIES, 2)).checkpoint());
    assertSame(parent, reopen().read(new VersionId(MOVIES, 1)).checkpoint());
  }

  @Test
  void rewrite_whole_otherContentUnderTheSameDigest() {
    String digest = reopen().write(checkpoint(MOVIES, 1, 7, null));
    Checkpoint other = checkpoint(MOVIES, 1, 8, null);
    reopen().rewrite(other, digest);
    assertEquals(digest, reopen().read(new VersionId(MOVIES, 1)).digest());
    assertSame(other, reopen().read(new VersionId(MOVIES, 1)).checkpoint());
    assertEquals(List.of(new VersionId(MOVIES, 1)), reopen().list(MOVIES));
  }

  @Test
  void rewrite_derived_needsItsParentNoLonger_andItsChildrenStay() {
    CheckpointStore store = reopen();
    Checkpoint first = checkpoint(MOVIES, 1, 7, null);
    Checkpoint second = derived(first, store.write(first), 2);
    String digest = store.write(second);
    Checkpoint third = derived(second, digest, 3);
    String thirdDigest = store.write(third);
    Checkpoint other = checkpoint(MOVIES, 2, 9, null);
    store.rewrite(other, digest);
    store.destroy(new VersionId(MOVIES, 1));
    assertSame(other, reopen().read(new VersionId(MOVIES, 2)).checkpoint());
    assertEquals(digest, reopen().read(new VersionId(MOVIES, 2)).digest());
    assertSame(third, reopen().read(new VersionId(MOVIES, 3)).checkpoint());
    assertEquals(thirdDigest, reopen().read(new VersionId(MOVIES, 3)).digest());
  }

  @Test
  void destroy_parents_childrenStayBitEqualWithTheirDigests() {
    CheckpointStore store = reopen();
    List<Checkpoint> written = new ArrayList<>(List.of(checkpoint(MOVIES, 1, 7, null)));
    List<String> digests = new ArrayList<>(List.of(store.write(written.getFirst())));
    for (int number = 2; number <= 5; number++) {
      written.add(derived(written.getLast(), digests.getLast(), number));
      digests.add(store.write(written.getLast()));
    }
    for (int gone : new int[]{3, 1, 4}) {
      store.destroy(new VersionId(MOVIES, gone));
    }
    for (int left : new int[]{2, 5}) {
      StoredCheckpoint stored = reopen().read(new VersionId(MOVIES, left));
      assertEquals(digests.get(left - 1), stored.digest());
      assertSame(written.get(left - 1), stored.checkpoint());
    }
  }

  @Test
  void destroy_chainOldestFirst_eachTakesThePlaceOfTheOneBefore() {
    CheckpointStore store = reopen();
    List<Checkpoint> written = new ArrayList<>(List.of(checkpoint(MOVIES, 1, 7, null)));
    List<String> digests = new ArrayList<>(List.of(store.write(written.getFirst())));
    for (int number = 2; number <= 5; number++) {
      written.add(withoutUser(written.getLast(), digests.getLast(), number));
      digests.add(store.write(written.getLast()));
    }
    for (int gone = 1; gone < 5; gone++) {
      reopen().destroy(new VersionId(MOVIES, gone));
      for (int left = gone + 1; left <= 5; left++) {
        StoredCheckpoint stored = reopen().read(new VersionId(MOVIES, left));
        assertEquals(digests.get(left - 1), stored.digest());
        assertSame(written.get(left - 1), stored.checkpoint());
      }
    }
    assertEquals(List.of(new VersionId(MOVIES, 5)), reopen().list(MOVIES));
  }

  @Test
  void write_derivedFromOneThatIsGone_stillComplete() {
    Checkpoint parent = checkpoint(MOVIES, 1, 7, null);
    CheckpointStore store = reopen();
    String digest = store.write(parent);
    store.destroy(new VersionId(MOVIES, 1));
    Checkpoint child = derived(parent, digest, 2);
    store.write(child);
    assertSame(child, reopen().read(new VersionId(MOVIES, 2)).checkpoint());
  }

  @Test
  void read_unknown_versionNotFound() {
    LetheException error = assertThrows(
        LetheException.class, () -> reopen().read(new VersionId(MOVIES, 9)));
    assertEquals(ErrorKind.VERSION_NOT_FOUND, error.kind());
  }

  @Test
  void list_severalModels_ascendingOfOne() {
    CheckpointStore store = reopen();
    store.write(checkpoint(MOVIES, 10, 1, null));
    store.write(checkpoint(MOVIES, 9, 1, null));
    store.write(checkpoint(PortFixtures.BOOKS, 3, 1, null));
    assertEquals(
        List.of(new VersionId(MOVIES, 9), new VersionId(MOVIES, 10)), reopen().list(MOVIES));
    assertEquals(List.of(), reopen().list(new ModelName("nobody")));
  }

  @Test
  void destroy_twice_gone() {
    CheckpointStore store = reopen();
    store.write(checkpoint(MOVIES, 1, 1, null));
    store.destroy(new VersionId(MOVIES, 1));
    store.destroy(new VersionId(MOVIES, 1));
    assertEquals(List.of(), reopen().list(MOVIES));
    assertThrows(LetheException.class, () -> reopen().read(new VersionId(MOVIES, 1)));
  }

  /** A checkpoint with awkward numbers, ids and chunks. */
  public static Checkpoint checkpoint(
      ModelName model, long number, long seed, @Nullable VersionId sameIdsAs) {
    float[] first = floats(2 * 5, seed);
    float[] second = floats(5, seed + 1);
    first[0] = -0.0f;
    first[1] = Float.MIN_VALUE;
    first[2] = Float.NaN;
    first[3] = Float.NEGATIVE_INFINITY;
    byte[] state = new byte[1001];
    new SplittableRandom(seed).nextBytes(state);
    return new Checkpoint(
        PortFixtures.manifest(model, number, number - 1),
        new ModelArtifact(
            "mf", 3, Map.of("objective", "explicit", "text", "a \"quoted\"\nline \u20ac"),
            List.of(
                new Tensor("user", 3, 5, List.of(first, second)),
                new Tensor("item", 1, 5, List.of(floats(5, seed + 2))))),
        new EntityIds(
            List.of("u1", "", "\u00fc\ud83d\ude00 with space"),
            List.of("i\t1", "i\n2", "\"", "x".repeat(256)),
            new ItemFeatures(
                List.of("category:\u00fc|,", "attr:x=", ""), new int[]{0, 2, 3, 3},
                new int[]{0, 1, 0}, new float[]{1, -0.0f, Float.MIN_VALUE})),
        state, sameIdsAs, null);
  }

  /** What an erasure makes of a checkpoint: a row, ids and some state are others. */
  public static Checkpoint derived(Checkpoint from, String digest, long number) {
    Tensor user = from.artifact().tensors().getFirst();
    float[] changed = user.chunks().getLast().clone();
    changed[2] = number;
    byte[] state = from.unlearningState().clone();
    state[state.length - 1] ^= 1;
    return new Checkpoint(
        PortFixtures.manifest(from.manifest().id().model(), number, number),
        new ModelArtifact(
            "mf", 3, from.artifact().properties(),
            List.of(
                new Tensor("user", 3, 5, List.of(user.chunks().getFirst(), changed)),
                from.artifact().tensors().getLast())),
        new EntityIds(
            List.of("", "", from.ids().users().getLast()),
            List.of("", "i\n2", "\"", "x".repeat(256)),
            from.ids().features().without(new int[]{0})),
        state, null, new Checkpoint.Parent(
            from.manifest().id(), digest, from.artifact(), from.ids(), from.unlearningState()));
  }

  /** What an erasure makes of a checkpoint that erases a user and no item. */
  public static Checkpoint withoutUser(Checkpoint from, String digest, long number) {
    Checkpoint derived = derived(from, digest, number);
    return new Checkpoint(
        derived.manifest(), derived.artifact(),
        new EntityIds(derived.ids().users(), from.ids().items(), from.ids().features()),
        derived.unlearningState(), null, derived.parent());
  }

  private static float[] floats(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] floats = new float[length];
    for (int k = 0; k < length; k++) {
      floats[k] = (float) random.nextDouble(-2, 2);
    }
    return floats;
  }

  private static void assertSame(Checkpoint expected, Checkpoint actual) {
    assertEquals(expected.manifest(), actual.manifest());
    assertEquals(expected.ids(), actual.ids());
    assertArrayEquals(expected.unlearningState(), actual.unlearningState());
    ModelArtifact left = expected.artifact();
    ModelArtifact right = actual.artifact();
    assertEquals(left.plugin(), right.plugin());
    assertEquals(left.formatVersion(), right.formatVersion());
    assertEquals(left.properties(), right.properties());
    assertEquals(left.tensors().size(), right.tensors().size());
    for (int k = 0; k < left.tensors().size(); k++) {
      assertSame(left.tensors().get(k), right.tensors().get(k));
    }
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.name(), actual.name());
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.width(), actual.width());
    assertArrayEquals(bits(expected), bits(actual));
  }

  private static int[] bits(Tensor tensor) {
    return tensor.chunks()
        .stream()
        .flatMapToInt(
            chunk -> java.util.stream.IntStream.range(0, chunk.length)
                .map(k -> Float.floatToRawIntBits(chunk[k])))
        .toArray();
  }
}
