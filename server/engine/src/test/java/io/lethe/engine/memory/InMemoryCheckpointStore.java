package io.lethe.engine.memory;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checkpoints in memory; copies what it is given. */
public final class InMemoryCheckpointStore implements CheckpointStore {

  private final Map<VersionId, StoredCheckpoint> checkpoints;
  private final Map<VersionId, String> damaged;
  private final AtomicBoolean copying;
  private final FaultPlan faults;

  public InMemoryCheckpointStore() {
    this(
        new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new AtomicBoolean(),
        FaultPlan.none());
  }

  private InMemoryCheckpointStore(
      Map<VersionId, StoredCheckpoint> checkpoints, Map<VersionId, String> damaged,
      AtomicBoolean copying, FaultPlan faults) {
    this.checkpoints = checkpoints;
    this.damaged = damaged;
    this.copying = copying;
    this.faults = faults;
  }

  /** The same disk as another process sees it. */
  public InMemoryCheckpointStore reopened(FaultPlan plan) {
    return new InMemoryCheckpointStore(checkpoints, damaged, copying, plan);
  }

  /** Another disk with the same content. */
  public InMemoryCheckpointStore copied() {
    return new InMemoryCheckpointStore(
        new ConcurrentHashMap<>(checkpoints), new ConcurrentHashMap<>(damaged), new AtomicBoolean(),
        FaultPlan.none());
  }

  /** Flips a byte: from now on the checkpoint cannot be read. */
  public void damage(VersionId id) {
    damaged.put(id, "model: checksum does not fit");
  }

  @Override
  public String write(Checkpoint checkpoint) {
    return faults.change("checkpoint.write", () -> {
      Checkpoint copy = copy(checkpoint);
      String digest = digest(copy);
      faults.hit(Failpoint.CHECKPOINT_BEFORE_RENAME);
      checkpoints.put(copy.manifest().id(), new StoredCheckpoint(copy, digest));
      faults.hit(Failpoint.CHECKPOINT_AFTER_RENAME);
      return digest;
    });
  }

  @Override
  public void rewrite(Checkpoint checkpoint, String digest) {
    faults.change("checkpoint.rewrite", () -> {
      Checkpoint copy = copy(checkpoint);
      faults.hit(Failpoint.CHECKPOINT_BEFORE_RENAME);
      checkpoints.put(copy.manifest().id(), new StoredCheckpoint(copy, digest));
      faults.hit(Failpoint.CHECKPOINT_AFTER_RENAME);
      return digest;
    });
  }

  @Override
  public StoredCheckpoint read(VersionId id) {
    return faults.read("checkpoint.read", () -> {
      if (damaged.containsKey(id)) {
        throw new LetheException(ErrorKind.CHECKPOINT_DAMAGED, id + ": " + damaged.get(id));
      }
      StoredCheckpoint stored = checkpoints.get(id);
      if (stored == null) {
        throw new LetheException(ErrorKind.VERSION_NOT_FOUND, id + " has no checkpoint");
      }
      return new StoredCheckpoint(copy(stored.checkpoint()), stored.digest());
    });
  }

  @Override
  public List<VersionId> list(ModelName model) {
    return faults.read(
        "checkpoint.list",
        () -> checkpoints.keySet()
            .stream()
            .filter(id -> id.model().equals(model))
            .sorted(Comparator.comparingLong(VersionId::number))
            .toList());
  }

  @Override
  public void destroy(VersionId id) {
    faults.change("checkpoint.destroy", () -> {
      damaged.remove(id);
      boolean there = checkpoints.remove(id) != null;
      if (there) {
        faults.hit(Failpoint.DESTROY_AFTER_RENAME);
      }
      return there;
    });
  }

  private static Checkpoint copy(Checkpoint from) {
    ModelArtifact artifact = from.artifact();
    List<Tensor> tensors = artifact.tensors()
        .stream()
        .map(
            t -> new Tensor(
                t.name(), t.rows(), t.width(), t.chunks().stream().map(float[]::clone).toList()))
        .toList();
    return new Checkpoint(
        from.manifest(),
        new ModelArtifact(
            artifact.plugin(), artifact.formatVersion(), artifact.properties(), tensors),
        from.ids(), from.unlearningState().clone(), null, null);
  }

  private static String digest(Checkpoint checkpoint) {
    MessageDigest sha = sha256();
    List<String> facts = new ArrayList<>();
    facts.add(checkpoint.manifest().toString());
    facts.add(String.join("\n", checkpoint.ids().users()));
    facts.add(String.join("\n", checkpoint.ids().items()));
    facts.add(new TreeMap<>(checkpoint.artifact().properties()).toString());
    facts.forEach(fact -> sha.update(fact.getBytes(StandardCharsets.UTF_8)));
    sha.update(checkpoint.unlearningState());
    for (Tensor tensor : checkpoint.artifact().tensors()) {
      for (float[] chunk : tensor.chunks()) {
        ByteBuffer bytes = ByteBuffer.allocate(chunk.length * Float.BYTES);
        bytes.asFloatBuffer().put(chunk);
        sha.update(bytes);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Says whether another process copies everything. */
  public void copying(boolean now) {
    copying.set(now);
  }

  @Override
  public boolean unlessCopied(Runnable removal) {
    boolean free = !copying.get();
    if (free) {
      removal.run();
    }
    return free;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
