package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionManifest;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.spi.items.ItemFeatures;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.format.Json;
import io.lethe.store.format.VersionFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint as what is different from its parent's, in one file: what an erasure changed, not
 * what the model is. The last 32 bytes are the SHA-256 of all before; in hexadecimal they are the
 * version's digest. As the parent's digest is in the file, it covers every byte of the whole chain.
 *
 * @param facts the engine's facts
 * @param artifact what the plugin saved, without tensors
 * @param parentDigest digest of the parent
 */
record CheckpointDelta(
    VersionManifest facts, ModelArtifact artifact, String parentDigest, List<RowChanges> tensors,
    IdChanges users, IdChanges items, StateChanges state) {

  private static final byte[] MAGIC = "LETHEDEL".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int MAX_TENSORS = 1 << 16;

  /** What makes a checkpoint of its parent; empty if it names none or is shaped otherwise. */
  static Optional<CheckpointDelta> of(Checkpoint checkpoint) {
    Checkpoint.Parent parent = checkpoint.parent();
    if (parent == null) {
      return Optional.empty();
    }
    Optional<List<RowChanges>> tensors = RowChanges
        .between(parent.artifact().tensors(), checkpoint.artifact().tensors());
    Optional<IdChanges> users = IdChanges.between(parent.ids().users(), checkpoint.ids().users());
    Optional<IdChanges> items = IdChanges.between(parent.ids().items(), checkpoint.ids().items());
    if (tensors.isEmpty() || users.isEmpty() || items.isEmpty()
        || !checkpoint.ids().features().equals(features(parent.ids(), items.get()))) {
      return Optional.empty();
    }
    ModelArtifact artifact = checkpoint.artifact();
    return Optional.of(
        new CheckpointDelta(
            checkpoint.manifest(), without(artifact), parent.digest(), tensors.get(), users.get(),
            items.get(),
            StateChanges.between(parent.unlearningState(), checkpoint.unlearningState())));
  }

  /** What is known of the items after some of them were erased: the rest, so that nothing is written. */
  private static ItemFeatures features(EntityIds parent, IdChanges items) {
    return parent.features()
        .without(
            IntStream.range(0, items.indices().length)
                .filter(k -> items.ids().get(k).isEmpty())
                .map(k -> items.indices()[k])
                .toArray());
  }

  private static ModelArtifact without(ModelArtifact artifact) {
    return new ModelArtifact(
        artifact.plugin(), artifact.formatVersion(), artifact.properties(), List.of());
  }

  /** Writes everything; returns the version's digest. */
  String write(FileOutput out) throws IOException {
    byte[] json = Json.text(manifest()).getBytes(StandardCharsets.UTF_8);
    out.write(MAGIC);
    out.writeInt(FORMAT);
    out.writeInt(json.length);
    out.write(json);
    out.writeInt(tensors.size());
    for (RowChanges tensor : tensors) {
      tensor.write(out);
    }
    users.write(out);
    items.write(out);
    state.write(out);
    String digest = out.digest().sha256();
    out.write(java.util.HexFormat.of().parseHex(digest));
    return digest;
  }

  private ObjectNode manifest() {
    ObjectNode json = Json.object();
    json.set("version", VersionFacts.toJson(facts));
    ObjectNode saved = Json.object()
        .put("plugin", artifact.plugin())
        .put("format", artifact.formatVersion());
    saved.set("properties", Json.strings(artifact.properties()));
    json.set("artifact", saved);
    return json.put("parentDigest", parentDigest);
  }

  /** A delta and the digest of its file. */
  record Read(CheckpointDelta delta, String digest) {}

  static Read read(FileInput in) throws IOException, DamagedFileException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC)) {
      throw in.damaged("it is no delta of a checkpoint");
    }
    int format = in.readInt();
    if (format != FORMAT) {
      throw in.damaged("it has format %d; this server reads %d".formatted(format, FORMAT));
    }
    byte[] json = in.readBytes(in.readInt());
    int count = in.readInt();
    if (count < 0 || count > MAX_TENSORS) {
      throw in.damaged("%d tensors; at most %d".formatted(count, MAX_TENSORS));
    }
    List<RowChanges> tensors = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      tensors.add(RowChanges.read(in));
    }
    IdChanges users = IdChanges.read(in);
    IdChanges items = IdChanges.read(in);
    StateChanges state = StateChanges.read(in);
    String digest = FileDigest.hex(in.sha256());
    byte[] expected = in.readBytes(FileDigest.SHA256_BYTES);
    if (in.remaining() != 0 || !digest.equals(FileDigest.hex(expected))) {
      throw in.damaged("its SHA-256 is not the one at its end");
    }
    return new Read(parsed(in, json, tensors, users, items, state), digest);
  }

  private static CheckpointDelta parsed(
      FileInput in, byte[] json, List<RowChanges> tensors, IdChanges users, IdChanges items,
      StateChanges state) throws DamagedFileException {
    try {
      JsonNode manifest = Json.parse(new String(json, StandardCharsets.UTF_8));
      JsonNode saved = Json.child(manifest, "artifact");
      Map<String, String> properties = Json.strings(saved, "properties");
      ModelArtifact artifact = new ModelArtifact(
          Json.string(saved, "plugin"), Math.toIntExact(Json.integer(saved, "format")), properties,
          List.of());
      return new CheckpointDelta(
          VersionFacts.fromJson(Json.child(manifest, "version")), artifact,
          Json.string(manifest, "parentDigest"), tensors, users, items, state);
    } catch (RuntimeException unreadable) {
      throw new DamagedFileException(
          in.name(), "it cannot be understood: " + unreadable.getMessage(), unreadable);
    }
  }

  /** The checkpoint, given its parent, whose numbers are taken over and changed. */
  Checkpoint applyTo(StoredCheckpoint parent) throws DamagedFileException {
    if (!parent.digest().equals(parentDigest)) {
      throw new DamagedFileException(
          CheckpointManifest.NAME, "the parent of %s is another one".formatted(facts.id()));
    }
    Checkpoint base = parent.checkpoint();
    List<Tensor> changed = new ArrayList<>();
    if (base.artifact().tensors().size() != tensors.size()) {
      throw new DamagedFileException(
          CheckpointFiles.MODEL, "%d tensors where the parent has %d"
              .formatted(tensors.size(), base.artifact().tensors().size()));
    }
    for (int k = 0; k < tensors.size(); k++) {
      changed.add(tensors.get(k).applyTo(base.artifact().tensors().get(k)));
    }
    return new Checkpoint(
        facts,
        new ModelArtifact(
            artifact.plugin(), artifact.formatVersion(), artifact.properties(), changed),
        new EntityIds(
            users.applyTo(base.ids().users()), items.applyTo(base.ids().items()),
            features(base.ids(), items)),
        state.applyTo(base.unlearningState()), null, null);
  }
}
