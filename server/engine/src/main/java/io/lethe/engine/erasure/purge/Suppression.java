package io.lethe.engine.erasure.purge;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.Tombstones;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what was erased once and is there all the same: a backup was put back, by command or by hand.
 * What an open erasure names is not meant, as it is on its way out. Thread-safe.
 */
public final class Suppression {

  private static final EntityIds NOBODY = new EntityIds(List.of(), List.of());
  private static final InteractionColumns NO_ROWS = new InteractionColumns(
      List.of(), List.of(), new int[0], new int[0], new float[0]);

  private final ErasureLedger ledger;
  private final InteractionLog log;
  private final SubjectDigests digests;

  public Suppression(ErasureLedger ledger, InteractionLog log, SubjectDigests digests) {
    this.ledger = ledger;
    this.log = log;
    this.digests = digests;
  }

  /** What a model's log holds of what was erased. O(log). */
  public List<ErasureTarget> inLog(ModelName model) {
    Tombstones tombstones = closed(model);
    return tombstones.isEmpty()
        ? List.of()
        : digests
            .erasedAmong(model, log.read(model, log.end(model)), row -> row, NOBODY, 0, tombstones);
  }

  /** What a version holds of what was erased. O(its interactions). */
  public List<ErasureTarget> in(ModelVersion version) {
    return erasedIn(version, closed(version.id().model()));
  }

  /**
   * Users and items that a version knows and that were erased. Where the version was made of this log,
   * {@link #inLog} tells of its interactions: each is a row there. O(its ids).
   */
  public List<ErasureTarget> idsIn(ModelVersion version) {
    Tombstones tombstones = closed(version.id().model());
    return tombstones.isEmpty()
        ? List.of()
        : digests.erasedAmong(
            version.id().model(), NO_ROWS, row -> row, version.content().data().index().ids(),
            last(version), tombstones);
  }

  /** What a version holds of what erasures name, whatever became of them. O(its interactions). */
  public List<ErasureTarget> everErasedIn(ModelVersion version) {
    return erasedIn(version, ledger.tombstones(version.id().model()));
  }

  /** All that a version knows was in the log before its training. */
  private List<ErasureTarget> erasedIn(ModelVersion version, Tombstones tombstones) {
    if (tombstones.isEmpty()) {
      return List.of();
    }
    VersionData data = version.content().data();
    long last = last(version);
    return digests.erasedAmong(
        version.id().model(), live(data), row -> last, data.index().ids(), last, tombstones);
  }

  private static long last(ModelVersion version) {
    return Math.max(0, version.manifest().training().logEnd() - 1);
  }

  /** Tombstones without those of erasures whose data is allowed to be there still. */
  private Tombstones closed(ModelName model) {
    Tombstones all = ledger.tombstones(model);
    if (all.isEmpty()) {
      return all;
    }
    Set<String> open = new HashSet<>();
    ledger.open(model).forEach(each -> open.addAll(digests.tombstones(model, each.target())));
    return all.without(open);
  }

  private static InteractionColumns live(VersionData data) {
    int[] positions = data.live().positions();
    int[] users = Arrays.stream(positions).map(data.live().all()::user).toArray();
    int[] items = Arrays.stream(positions).map(data.live().all()::item).toArray();
    EntityIds ids = data.index().ids();
    return new InteractionColumns(
        ids.users(), ids.items(), users, items, new float[positions.length]);
  }
}
