package io.lethe.engine.erasure.purge;

import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.publish.VersionMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which training each version of a model descends. A version made from another descends from that
 * one's training. A training that repeats an earlier one without what was erased, from the same rows of
 * the log, is no training of its own, unless it did not take over. Immutable.
 */
public final class Lineage {

  private static final Lineage NONE = new Lineage(Map.of(), Map.of());

  private final Map<VersionId, VersionId> trainings;
  private final Map<Repeatable, VersionId> repeatable;

  private Lineage(Map<VersionId, VersionId> trainings, Map<Repeatable, VersionId> repeatable) {
    this.trainings = Map.copyOf(trainings);
    this.repeatable = Map.copyOf(repeatable);
  }

  /**
   * What a repetition has in common with the training that it repeats.
   *
   * @param digest of the plugin's code; empty for any code, as another plugin of the name may have
   *     gone on with the training
   */
  private record Repeatable(String plugin, String digest, TrainingFacts facts) {

    static Repeatable ofItsCode(VersionManifest manifest) {
      return new Repeatable(manifest.plugin(), manifest.pluginDigest(), manifest.training());
    }

    static Repeatable ofAnyCode(VersionManifest manifest) {
      return new Repeatable(manifest.plugin(), "", manifest.training());
    }
  }

  /**
   * The lineage of a model's versions. O(their number).
   *
   * @param all every version that was ever committed, newest first
   */
  public static Lineage of(List<VersionRecord> all) {
    return NONE.with(all);
  }

  /** The first version of the training that a version descends from: itself if it is that. */
  public VersionId trainingOf(VersionId id) {
    return trainings.getOrDefault(id, id);
  }

  /** Whether {@link #with} can tell where versions come from without any that is not among them. */
  boolean suffices(List<VersionRecord> more) {
    Set<VersionId> known = new HashSet<>(trainings.keySet());
    more.forEach(version -> known.add(version.id()));
    return more.stream().allMatch(version -> {
      VersionId parent = version.manifest().parent();
      return trainings.containsKey(version.id()) || parent == null || known.contains(parent);
    });
  }

  /**
   * This lineage and that of more versions.
   *
   * @param more newest first; those that are known already change nothing
   */
  Lineage with(List<VersionRecord> more) {
    Map<VersionId, VersionId> next = new HashMap<>(trainings);
    Map<Repeatable, VersionId> latest = new HashMap<>(repeatable);
    for (VersionRecord version : more.reversed()) {
      if (!next.containsKey(version.id())) {
        VersionManifest manifest = version.manifest();
        Repeatable exact = Repeatable.ofItsCode(manifest);
        Repeatable any = Repeatable.ofAnyCode(manifest);
        VersionId same = latest.getOrDefault(exact, latest.get(any));
        VersionId training = training(manifest, next, same);
        next.put(version.id(), training);
        latest.put(exact, training);
        latest.put(any, training);
      }
    }
    return new Lineage(next, latest);
  }

  private static VersionId training(
      VersionManifest manifest, Map<VersionId, VersionId> known, @Nullable VersionId same) {
    VersionId parent = manifest.parent();
    if (parent != null) {
      return known.getOrDefault(parent, parent);
    }
    boolean repeats = manifest.origin() == VersionOrigin.RETRAINING
        && !VersionMetrics.isRefused(manifest);
    return repeats && same != null ? same : manifest.id();
  }

  /** What it says of some versions and of their trainings. */
  Lineage only(Set<VersionId> versions) {
    Map<VersionId, VersionId> some = new HashMap<>(trainings);
    some.keySet().retainAll(versions);
    Map<Repeatable, VersionId> latest = new HashMap<>(repeatable);
    latest.values().retainAll(some.values());
    return new Lineage(some, latest);
  }
}
