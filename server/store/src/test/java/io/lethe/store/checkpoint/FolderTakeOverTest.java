package io.lethe.store.checkpoint;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.VersionId;
import io.lethe.spi.items.ItemFeatures;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a parent's folder when a version that was written as its difference takes it over. */
class FolderTakeOverTest {

  private static final int ANN = 300;
  private static final int BOB = 0;

  @TempDir private Path root;
  private DataFolder folder;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    folder = DataFolder.open(root.resolve("data"));
    store = new FileCheckpointStore(folder);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private CheckpointStore reopen() {
    close();
    open();
    return store;
  }

  private static VersionId id(long number) {
    return new VersionId(MOVIES, number);
  }

  private Path version(long number) {
    return folder.layout().version(id(number));
  }

  private Object model(long number) throws IOException {
    Path file = version(number).resolve(CheckpointFiles.MODEL);
    return Objects.requireNonNull(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  private List<String> names() throws IOException {
    Stream<Path> children = DurableFiles.children(folder.layout().versions(MOVIES)).stream();
    return children.map(child -> child.getFileName().toString()).toList();
  }

  private String text(long number) {
    return ManyRows.text(store.read(id(number)));
  }

  private void verify(long number) throws IOException, DamagedFileException {
    FileCheckpointStore.verify(version(number));
  }

  /** A training and an erasure upon it; the erasure's digest. */
  private String family(Checkpoint trained) {
    String digest = store.write(trained);
    return store.write(ManyRows.withoutUser(trained, digest, 2, ANN));
  }

  @Test
  void destroy_parentOfADelta_isTheChildInTheSameFiles() throws IOException, DamagedFileException {
    String digest = family(ManyRows.trained());
    String before = text(2);
    Object file = model(1);
    store.destroy(id(1));
    assertEquals(List.of("2"), names());
    assertEquals(file, model(2), "the model's file is not written anew");
    assertEquals(before, text(2));
    assertEquals(digest, store.read(id(2)).digest());
    verify(2);
    assertEquals(before, ManyRows.text(reopen().read(id(2))));
  }

  @Test
  void destroy_parentOfADelta_leavesNothingOfTheErasedInAnyFile() throws IOException {
    Checkpoint trained = ManyRows.trained();
    float[] users = trained.artifact().tensors().getFirst().chunks().getFirst();
    byte[] row = bytes(Arrays.copyOfRange(users, ANN * ManyRows.WIDTH, (ANN + 1) * ManyRows.WIDTH));
    String digest = store.write(trained);
    assertTrue(holds(row) && holds(ManyRows.user(ANN).getBytes(StandardCharsets.UTF_8)));
    store.write(ManyRows.withoutUser(trained, digest, 2, ANN));
    store.destroy(id(1));
    assertFalse(holds(row));
    assertFalse(holds(ManyRows.user(ANN).getBytes(StandardCharsets.UTF_8)));
    assertTrue(holds(ManyRows.user(ANN + 1).getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }

  private boolean holds(byte[] wanted) throws IOException {
    String text = new String(wanted, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void destroy_parentOfADelta_overwritesTheDelta() throws IOException {
    var _ = family(ManyRows.trained());
    try (FileChannel delta = FileChannel.open(folder.layout().delta(id(2), id(1)))) {
      store.destroy(id(1));
      assertArrayEquals(new byte[(int) delta.size()], Damage.remains(delta));
    }
  }

  @Test
  void destroy_chainOldestFirst_isOneFolderThroughAllOfIt()
      throws IOException, DamagedFileException {
    Checkpoint last = ManyRows.trained();
    String digest = store.write(last);
    Object file = model(1);
    for (int number = 2; number <= 8; number++) {
      last = ManyRows.withoutUser(last, digest, number, number * 80);
      digest = store.write(last);
    }
    for (int number = 1; number < 8; number++) {
      store.destroy(id(number));
      verify(number + 1);
      assertEquals(digest, store.read(id(8)).digest());
      assertEquals(ManyRows.text(last), ManyRows.text(store.read(id(8)).checkpoint()));
    }
    assertEquals(List.of("8"), names());
    assertEquals(file, model(8));
    String written = text(8);
    store.rewrite(store.read(id(8)).checkpoint(), digest);
    assertEquals(written, text(8), "written anew it is the same");
  }

  @Test
  void destroy_severalDependents_theNewestTakesOverAndTheOthersAreWhole()
      throws IOException, DamagedFileException {
    Checkpoint trained = ManyRows.trained();
    String digest = store.write(trained);
    Object file = model(1);
    store.write(ManyRows.withoutUser(trained, digest, 2, ANN));
    store.write(ManyRows.withoutUser(trained, digest, 3, BOB));
    List<String> before = List.of(text(2), text(3));
    store.destroy(id(1));
    assertEquals(List.of("2", "3"), names());
    assertEquals(file, model(3));
    assertEquals(before, List.of(text(2), text(3)));
    verify(2);
    verify(3);
  }

  @Test
  void destroy_parentWithFeatures_userIsErasedInPlaceAndAnItemAnew()
      throws IOException, DamagedFileException {
    int[] starts = new int[ManyRows.ITEMS + 1];
    int[] columns = new int[ManyRows.ITEMS];
    float[] values = new float[ManyRows.ITEMS];
    for (int item = 0; item < ManyRows.ITEMS; item++) {
      starts[item + 1] = item + 1;
      columns[item] = item % 7;
      values[item] = item;
    }
    List<String> features = List.of("a", "b", "c", "d", "e", "f", "g");
    var _ = family(ManyRows.trained(new ItemFeatures(features, starts, columns, values)));
    Object file = model(1);
    store.destroy(id(1));
    assertEquals(file, model(2));
    Checkpoint second = store.read(id(2)).checkpoint();
    String digest = store
        .write(ManyRows.withoutItem(second, store.read(id(2)).digest(), 3, /* item= */ 9));
    String before = text(3);
    store.destroy(id(2));
    assertNotEquals(file, model(3), "its features go too");
    assertEquals(before, text(3));
    assertEquals(digest, store.read(id(3)).digest());
    verify(3);
  }

  @Test
  void destroy_itemWithoutFeatures_isErasedInPlace() throws IOException, DamagedFileException {
    Checkpoint trained = ManyRows.trained();
    String digest = store.write(trained);
    Object file = model(1);
    store.write(ManyRows.withoutItem(trained, digest, 2, /* item= */ 299));
    store.destroy(id(1));
    assertEquals(file, model(2));
    List<String> items = store.read(id(2)).checkpoint().ids().items();
    assertEquals("", items.get(299));
    assertEquals(ManyRows.item(298), items.get(298));
    verify(2);
  }

  @Test
  void destroy_idsSharedWithAnotherVersion_areNotOverwritten()
      throws IOException, DamagedFileException {
    Checkpoint trained = ManyRows.trained();
    var _ = family(trained);
    Checkpoint other = new Checkpoint(
        ManyRows.withoutUser(trained, "", 3, BOB).manifest(), trained.artifact(), trained.ids(),
        trained.unlearningState(), id(1), null);
    store.write(other);
    assertTrue(Shredder.isShared(version(3).resolve(CheckpointFiles.IDS)));
    List<String> before = List.of(text(2), text(3));
    store.destroy(id(1));
    assertEquals(before, List.of(text(2), text(3)));
    verify(2);
    verify(3);
  }

  @Test
  void destroy_mostRowsChanged_isWrittenAnew() throws IOException, DamagedFileException {
    Checkpoint trained = ManyRows.trained();
    String digest = store.write(trained);
    Object file = model(1);
    float[] users = trained.artifact().tensors().getFirst().chunks().getFirst().clone();
    float[] items = trained.artifact().tensors().getLast().chunks().getFirst().clone();
    for (int k = 0; k < users.length; k += 3) {
      users[k]++;
      items[k % items.length]++;
    }
    store.write(
        ManyRows.changed(
            trained, digest, 2, users, items, trained.ids(), trained.unlearningState().clone()));
    String before = text(2);
    store.destroy(id(1));
    assertNotEquals(file, model(2));
    assertEquals(before, text(2));
    verify(2);
  }

  @Test
  void destroy_stateOfAnotherLengthOrAnIdThatCame_isWrittenAnew()
      throws IOException, DamagedFileException {
    Checkpoint trained = ManyRows.trained();
    float[] users = trained.artifact().tensors().getFirst().chunks().getFirst();
    float[] items = trained.artifact().tensors().getLast().chunks().getFirst();
    List<String> ids = new ArrayList<>(trained.ids().users());
    ids.set(ANN, "new-" + ManyRows.user(ANN));
    Checkpoint shorter = ManyRows.changed(
        trained, store.write(trained), 2, users, items, trained.ids(), new byte[]{1, 2, 3});
    Checkpoint named = ManyRows.changed(
        shorter, store.write(shorter), 3, users, items,
        new EntityIds(ids, trained.ids().items(), trained.ids().features()), new byte[]{1, 2, 3});
    String digest = store.write(named);
    String before = text(3);
    Object file = model(1);
    store.destroy(id(1));
    Object anew = model(2);
    assertNotEquals(file, anew);
    store.destroy(id(2));
    assertNotEquals(anew, model(3));
    assertEquals(before, text(3));
    assertEquals(digest, store.read(id(3)).digest());
    verify(3);
  }

  @Test
  void destroy_parentOfAnEarlierServer_isReadAndWrittenAnewWithHashesOfPages()
      throws IOException, DamagedFileException {
    String digest = family(ManyRows.trained());
    List<String> before = List.of(text(1), text(2));
    EarlierCheckpoints.rewrite(version(1), id(1));
    verify(1);
    reopen();
    assertEquals(before, List.of(text(1), text(2)));
    store.destroy(id(1));
    assertEquals(before.getLast(), text(2));
    assertEquals(digest, store.read(id(2)).digest());
    assertTrue(CheckpointFiles.manifest(version(2), FilePatch.NONE).manifest().paged());
    Object file = model(2);
    store.write(ManyRows.withoutUser(store.read(id(2)).checkpoint(), digest, 3, BOB));
    store.destroy(id(2));
    assertEquals(file, model(3));
    verify(3);
  }

  @Test
  void read_anyByteOfAnEarlierServersChanged_isDamaged() throws IOException, DamagedFileException {
    store.write(ManyRows.trained());
    EarlierCheckpoints.rewrite(version(1), id(1));
    for (Path file : DurableFiles.children(version(1))) {
      int length = (int) Files.size(file);
      for (int at = 0; at < length; at += 1 + length / 40) {
        Damage.flip(file, at, 1);
        LetheException refusal = assertThrows(LetheException.class, () -> store.read(id(1)));
        assertEquals(file.getFileName().toString(), refusal.metadata().get("file"));
        Damage.flip(file, at, 1);
      }
    }
  }
}
