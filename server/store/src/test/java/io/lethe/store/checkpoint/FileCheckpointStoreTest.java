package io.lethe.store.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.VersionId;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest extends CheckpointStoreContract {

  private static final VersionId FIRST = new VersionId(PortFixtures.MOVIES, 1);
  private static final VersionId SECOND = new VersionId(PortFixtures.MOVIES, 2);

  @TempDir private Path root;
  private DataFolder folder;

  @BeforeEach
  void open() {
    folder = DataFolder.open(root);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Override
  protected CheckpointStore reopen() {
    folder.close();
    folder = DataFolder.open(root);
    return new FileCheckpointStore(folder);
  }

  private Path version(VersionId id) {
    return folder.layout().version(id);
  }

  private LetheException damaged(VersionId id) {
    LetheException refusal = assertThrows(LetheException.class, () -> reopen().read(id));
    assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
    assertFalse(String.valueOf(refusal.getMessage()).contains(root.toString()));
    return refusal;
  }

  private void refusedNaming(String file, String reason) {
    LetheException refusal = damaged(FIRST);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(file + ": ") && message.contains(reason), message);
    assertEquals(file, refusal.metadata().get("file"));
  }

  @Test
  void read_anyByteFlipped_refusedNamingTheFile() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    int checked = 0;
    for (Path file : DurableFiles.children(version(FIRST))) {
      int length = (int) Files.size(file);
      for (int position = 0; position < length; position += 1 + position / 50) {
        int mask = 1 << position % 8;
        Damage.flip(file, position, mask);
        LetheException refusal = assertThrows(LetheException.class, () -> store.read(FIRST));
        assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
        assertEquals(file.getFileName().toString(), refusal.metadata().get("file"));
        Damage.flip(file, position, mask);
        checked++;
      }
    }
    assertTrue(checked > 500, checked + " flips");
    store.read(FIRST);
  }

  @Test
  void read_truncatedLengthenedMissingOrExtraFile_refusedNamingIt() throws IOException {
    for (String name : List.of("model.safetensors", "ids.bin", "unlearning-state.bin")) {
      reopen().write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
      Damage.cut(version(FIRST).resolve(name), 1);
      refusedNaming(name, "were written");
      Damage.replace(version(FIRST).resolve(name), new byte[9_999]);
      refusedNaming(name, "were written");
      Files.delete(version(FIRST).resolve(name));
      refusedNaming(name, "it is missing");
      Files.createDirectory(version(FIRST).resolve(name));
      refusedNaming(name, "no regular file");
    }
    reopen().write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    Files.createFile(version(FIRST).resolve("more.bin"));
    refusedNaming("more.bin", "does not belong");
  }

  @Test
  void read_manifestCutMissingOrOfAnotherVersion_refused() throws IOException {
    reopen().write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    reopen().write(checkpoint(PortFixtures.MOVIES, 2, 7, null));
    Path manifest = version(FIRST).resolve("manifest.json");
    Damage.cut(manifest, 1);
    refusedNaming("manifest.json", "SHA-256");
    Damage.replace(manifest, new byte[10]);
    refusedNaming("manifest.json", "too few");
    Files.copy(
        version(SECOND).resolve("manifest.json"), manifest, StandardCopyOption.REPLACE_EXISTING);
    refusedNaming("manifest.json", "models/movies/versions/2");
    Files.delete(manifest);
    refusedNaming("manifest.json", "it is missing");
  }

  @Test
  void write_sameIds_sharesTheFileOnDisk() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    store.write(checkpoint(PortFixtures.MOVIES, 2, 8, FIRST));
    assertEquals(
        Files.readAttributes(version(FIRST).resolve("ids.bin"), BasicFileAttributes.class)
            .fileKey(),
        Files.readAttributes(version(SECOND).resolve("ids.bin"), BasicFileAttributes.class)
            .fileKey());
  }

  @Test
  void write_sameIdsAsDamagedVersion_writesThemAnew() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    Damage.flip(version(FIRST).resolve("manifest.json"), 20, 1);
    Checkpoint child = checkpoint(PortFixtures.MOVIES, 2, 8, FIRST);
    store.write(child);
    assertEquals(child.ids(), reopen().read(SECOND).checkpoint().ids());
  }

  @Test
  void destroy_versionOfAnErasedUser_leavesTheirIdInNoFile() throws IOException {
    CheckpointStore store = reopen();
    Checkpoint before = withIds(checkpoint(PortFixtures.MOVIES, 1, 7, null), "ann-of-green-gables");
    store.write(before);
    assertTrue(Damage.holds(version(FIRST).resolve("ids.bin"), "ann-of-green-gables"));
    store.write(withIds(checkpoint(PortFixtures.MOVIES, 2, 8, null), ""));
    store.destroy(FIRST);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Damage.holds(file, "ann-of-green-gables"), file.toString());
      }
    }
  }

  @Test
  void destroy_idsSharedWithANewerVersion_areOverwrittenWithTheLastOne() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    store.write(checkpoint(PortFixtures.MOVIES, 2, 8, FIRST));
    Path first = version(FIRST);
    try (FileChannel model = FileChannel.open(first.resolve("model.safetensors"));
        FileChannel ids = FileChannel.open(first.resolve("ids.bin"))) {
      byte[] shared = Damage.remains(ids);
      store.destroy(FIRST);
      assertArrayEquals(new byte[(int) model.size()], Damage.remains(model));
      assertArrayEquals(shared, Damage.remains(ids));
      assertEquals(SECOND, store.read(SECOND).checkpoint().manifest().id());
      store.destroy(SECOND);
      assertArrayEquals(new byte[shared.length], Damage.remains(ids));
    }
  }

  @Test
  void destroy_parentOfADelta_overwritesBothAndKeepsTheChild() throws IOException {
    CheckpointStore store = reopen();
    String digest = writeFamily(store);
    try (FileChannel before = FileChannel.open(delta())) {
      store.destroy(FIRST);
      assertArrayEquals(new byte[(int) before.size()], Damage.remains(before));
    }
    assertEquals(digest, reopen().read(SECOND).digest());
  }

  @Test
  void destroy_crashInTheMiddle_isFinishedByTheNextCallOrStart() throws IOException {
    CheckpointStore store = reopen();
    writeFamily(store);
    Path doomed = folder.layout().doomedDelta(SECOND);
    Files.move(delta(), doomed);
    assertEquals(List.of(FIRST), store.list(PortFixtures.MOVIES));
    store.destroy(SECOND);
    assertFalse(Files.exists(doomed));
    Files.write(doomed, new byte[9]);
    reopen();
    assertFalse(Files.exists(doomed));
  }

  private static Checkpoint withIds(Checkpoint checkpoint, String user) {
    return new Checkpoint(
        checkpoint.manifest(), checkpoint.artifact(),
        new EntityIds(List.of("bob", user, "cat"), List.of("x")), checkpoint.unlearningState(),
        null, null);
  }

  @Test
  void list_leftoversOfACrash_areIgnoredAndDeletedAtTheNextStart() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    Path versions = folder.layout().versions(PortFixtures.MOVIES);
    Path half = Files.createDirectory(folder.layout().temporaryVersion(SECOND));
    Files.writeString(half.resolve("model.safetensors"), "half");
    Path doomed = Files.createDirectory(folder.layout().doomedVersion(FIRST));
    Path foreign = Files.createDirectory(versions.resolve("notes"));
    assertEquals(List.of(FIRST), store.list(PortFixtures.MOVIES));
    assertEquals(List.of(FIRST), reopen().list(PortFixtures.MOVIES));
    assertFalse(Files.exists(half));
    assertFalse(Files.exists(doomed));
    assertTrue(Files.exists(foreign));
  }

  @Test
  void write_temporaryLeftoverInTheWay_isReplaced() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    Path half = Files.createDirectory(folder.layout().temporaryVersion(SECOND));
    Files.writeString(half.resolve("model.safetensors"), "half");
    store.write(checkpoint(PortFixtures.MOVIES, 2, 7, null));
    assertEquals(List.of(FIRST, SECOND), store.list(PortFixtures.MOVIES));
    assertEquals(SECOND, store.read(SECOND).checkpoint().manifest().id());
  }

  @Test
  void write_onVirtualThreads_isTheSameBytes() {
    Checkpoint checkpoint = large();
    String digest = reopen().write(checkpoint);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CheckpointStore parallel = new FileCheckpointStore(folder, threads);
      for (int round = 0; round < 10; round++) {
        assertEquals(digest, parallel.write(checkpoint));
      }
      assertEquals(digest, parallel.read(FIRST).digest());
    }
  }

  /** More than fits the buffers in flight. */
  private static Checkpoint large() {
    Checkpoint small = checkpoint(PortFixtures.MOVIES, 1, 7, null);
    float[] floats = new float[1 << 19];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = k;
    }
    return new Checkpoint(
        small.manifest(),
        new ModelArtifact(
            "mf", 1, Map.of(), List.of(new Tensor("user", 1 << 13, 1 << 6, List.of(floats)))),
        small.ids(), small.unlearningState(), null, null);
  }

  @Test
  void write_linkInTheWay_isReplacedAndNotFollowed() throws IOException {
    CheckpointStore store = reopen();
    store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null));
    Path versions = folder.layout().versions(PortFixtures.MOVIES);
    Path inTheWay = Files.createFile(versions.resolve("2"));
    Files.delete(inTheWay);
    Files.createSymbolicLink(inTheWay, versions.resolve("1"));
    store.write(checkpoint(PortFixtures.MOVIES, 2, 7, null));
    assertTrue(Files.isDirectory(inTheWay, LinkOption.NOFOLLOW_LINKS));
    assertEquals(SECOND, reopen().read(SECOND).checkpoint().manifest().id());
    reopen().read(FIRST);
  }

  @Test
  void write_diskRefuses_isAStorageFailureWithoutPaths() throws IOException {
    CheckpointStore store = reopen();
    Files.createFile(folder.layout().models().resolve("movies"));
    LetheException refusal = assertThrows(
        LetheException.class, () -> store.write(checkpoint(PortFixtures.MOVIES, 1, 7, null)));
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    assertFalse(String.valueOf(refusal.getMessage()).contains(root.toString()));
  }

  private String writeFamily(CheckpointStore store) {
    Checkpoint first = checkpoint(PortFixtures.MOVIES, 1, 7, null);
    return store.write(derived(first, store.write(first), 2));
  }

  private Path delta() {
    return folder.layout().delta(SECOND, FIRST);
  }

  @Test
  void write_derived_isOneFileOfWhatChanged() throws IOException {
    writeFamily(reopen());
    assertFalse(Files.exists(version(SECOND)));
    assertTrue(Files.size(delta()) < 1500, "a thousand bytes of state are not written again");
  }

  @Test
  void read_anyByteOfADeltaChanged_isDamaged() throws IOException {
    CheckpointStore store = reopen();
    writeFamily(store);
    byte[] intact = Files.readAllBytes(delta());
    for (int at = 0; at < intact.length; at += 3) {
      byte[] damaged = intact.clone();
      damaged[at] ^= 0x10;
      Files.write(delta(), damaged);
      LetheException refusal = assertThrows(LetheException.class, () -> store.read(SECOND));
      assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind(), "byte " + at);
    }
  }

  @Test
  void read_deltaCutShort_isDamaged() throws IOException {
    CheckpointStore store = reopen();
    writeFamily(store);
    byte[] intact = Files.readAllBytes(delta());
    for (int length = 0; length < intact.length; length += 7) {
      Files.write(delta(), java.util.Arrays.copyOf(intact, length));
      LetheException refusal = assertThrows(LetheException.class, () -> store.read(SECOND));
      assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind(), "length " + length);
    }
  }

  @Test
  void read_deltaUponAnotherParent_isDamaged() throws IOException {
    writeFamily(reopen());
    byte[] bytes = Files.readAllBytes(delta());
    reopen().write(checkpoint(PortFixtures.MOVIES, 1, 8, null));
    reopen().destroy(SECOND);
    Files.write(delta(), bytes);
    LetheException refusal = assertThrows(LetheException.class, () -> reopen().read(SECOND));
    assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
  }

  @Test
  void open_deltaLeftOverBesideItsWholeCheckpoint_isDeleted() throws IOException {
    CheckpointStore store = reopen();
    String digest = writeFamily(store);
    byte[] bytes = Files.readAllBytes(delta());
    store.destroy(FIRST);
    Files.write(delta(), bytes);
    assertEquals(digest, reopen().read(SECOND).digest());
    assertFalse(Files.exists(delta()));
  }

  @Test
  void write_longChain_beginsAnewWithAWholeOne() {
    CheckpointStore store = reopen();
    Checkpoint last = checkpoint(PortFixtures.MOVIES, 1, 7, null);
    String digest = store.write(last);
    int wholeAfter = FileCheckpointStore.CHAIN_MAX + 2;
    for (int number = 2; number <= wholeAfter; number++) {
      last = derived(last, digest, number);
      digest = store.write(last);
      VersionId id = new VersionId(PortFixtures.MOVIES, number);
      assertEquals(number == wholeAfter, Files.isDirectory(version(id)), "version " + number);
    }
  }
}
