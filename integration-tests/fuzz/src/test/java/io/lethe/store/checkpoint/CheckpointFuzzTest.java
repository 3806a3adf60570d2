package io.lethe.store.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.fuzz.Scratch;
import io.lethe.spi.Tensor;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.format.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of a checkpoint: read whole and alike again, or refused as damaged. */
class CheckpointFuzzTest {

  private static final Scratch SCRATCH = new Scratch();

  @MethodSource
  @FuzzTest
  void safetensors(byte[] bytes) throws IOException, DamagedFileException {
    List<Tensor> tensors;
    try {
      tensors = SCRATCH.read("model.safetensors", bytes, Safetensors::read);
    } catch (DamagedFileException refused) {
      return;
    }
    byte[] written = SCRATCH.written(out -> Safetensors.write(out, tensors));
    List<Tensor> again = SCRATCH.read("again.safetensors", written, Safetensors::read);
    assertArrayEquals(written, SCRATCH.written(out -> Safetensors.write(out, again)));
  }

  static Stream<byte[]> safetensors() {
    return Stream.of(
        SCRATCH.written(out -> Safetensors.write(out, Checkpoints.first().artifact().tensors())),
        SCRATCH.written(out -> Safetensors.write(out, List.of())), Checkpoints.safetensors("{}", 0),
        Checkpoints.safetensors(
            "{\"__metadata__\":{\"a\":\"b\"},\"t\":{\"dtype\":\"F32\",\"shape\":[2,1],"
                + "\"data_offsets\":[0,8]}}",
            8));
  }

  @MethodSource
  @FuzzTest
  void entityIds(byte[] bytes) throws IOException, DamagedFileException {
    EntityIds ids;
    try {
      ids = SCRATCH.read("ids.bin", bytes, EntityIdsFile::read);
    } catch (DamagedFileException refused) {
      return;
    }
    // Files of earlier servers, and erased ids, are written otherwise.
    byte[] written = SCRATCH.written(out -> EntityIdsFile.write(out, ids));
    assertEquals(ids, SCRATCH.read("again.bin", written, EntityIdsFile::read));
  }

  static Stream<byte[]> entityIds() {
    return Stream.of(
        SCRATCH.written(out -> EntityIdsFile.write(out, Checkpoints.first().ids())),
        SCRATCH.written(
            out -> EntityIdsFile
                .write(out, new EntityIds(List.of(), List.of("\u00e9\ud83d\ude00")))));
  }

  @MethodSource
  @FuzzTest
  void manifest(byte[] covered) throws IOException, DamagedFileException {
    refuse("manifest.json", covered, CheckpointManifest::read);
    CheckpointManifest manifest;
    try {
      manifest = SCRATCH.read("manifest.json", withDigest(covered), CheckpointManifest::read);
    } catch (DamagedFileException refused) {
      return;
    }
    byte[] written = manifest.toBytes();
    assertEquals(manifest, SCRATCH.read("again.json", written, CheckpointManifest::read));
  }

  static Stream<byte[]> manifest() {
    return Checkpoints.manifests().map(Checkpoints::covered);
  }

  /** What stands before a manifest's digest, with the digest that belongs to it. */
  private static byte[] withDigest(byte[] covered) {
    byte[] end = (",\"sha256\":\"" + FileDigest.sha256(covered) + "\"}\n")
        .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(covered, covered.length + end.length);
    System.arraycopy(end, 0, whole, covered.length, end.length);
    return whole;
  }

  @MethodSource
  @FuzzTest
  void delta(byte[] covered) throws IOException {
    refuse("2-on-1.delta", covered, CheckpointDelta::read);
    try {
      CheckpointDelta delta = SCRATCH
          .read("2-on-1.delta", Scratch.sealed(covered), CheckpointDelta::read)
          .delta();
      byte[] written = SCRATCH.written(out -> assertEquals(64, delta.write(out).length()));
      CheckpointDelta again = SCRATCH.read("again", written, CheckpointDelta::read).delta();
      assertEquals(delta.facts(), again.facts());
      Checkpoint child = delta.applyTo(Checkpoints.storedFirst());
      assertEquals(delta.facts(), child.manifest());
    } catch (DamagedFileException refused) {
      assertEquals(false, refused.reason().isBlank());
    }
  }

  static Stream<byte[]> delta() {
    return Stream.of(Scratch.unsealed(SCRATCH.written(out -> {
      String digest = Checkpoints.delta().write(out);
      assertEquals(64, digest.length());
    })));
  }

  /** Bytes without a right digest, which must never be taken. */
  private static <T> void refuse(String name, byte[] bytes, Scratch.Reader<T> reader)
      throws IOException {
    try {
      T taken = SCRATCH.read(name, bytes, reader);
      throw new AssertionError("taken without its digest: " + taken);
    } catch (DamagedFileException expected) {
      assertEquals(name, expected.file());
    }
  }

  /** One file of a whole checkpoint replaced: never a checkpoint but the one that was written. */
  @MethodSource
  @FuzzTest
  void folder(byte[] choiceAndBytes) throws IOException {
    if (choiceAndBytes.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(choiceAndBytes, 1, choiceAndBytes.length);
    Checkpoints.Folder folder = Checkpoints.folder();
    VersionId id = new VersionId(PortFixtures.MOVIES, 1);
    try {
      folder.replace(choiceAndBytes[0], bytes);
      assertEquals(folder.digest(), folder.store().read(id).digest());
    } catch (LetheException refused) {
      assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refused.kind());
    } finally {
      folder.restore();
    }
  }

  static Stream<byte[]> folder() throws IOException {
    return Checkpoints.folder().seeds();
  }
}
