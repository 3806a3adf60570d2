package io.lethe.engine.erasure.purge;

import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.InteractionLog;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.Repeats;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The one door into and out of interaction logs: nothing that was ever erased from a model comes in
 * again. Adding and purging of one model take turns. Thread-safe.
 */
public final class InteractionIntake {

  private final InteractionLog log;
  private final ErasureLedger ledger;
  private final SubjectDigests digests;
  private final Failpoints failpoints;
  private final Map<ModelName, ReentrantLock> locks = new ConcurrentHashMap<>();

  public InteractionIntake(
      InteractionLog log, ErasureLedger ledger, SubjectDigests digests, Failpoints failpoints) {
    this.log = log;
    this.ledger = ledger;
    this.digests = digests;
    this.failpoints = failpoints;
  }

  /**
   * What an import did.
   *
   * @param added rows of pairs that the model did not have
   * @param replaced rows of pairs that got another value
   * @param unchanged rows that change nothing: the pair keeps the value that the model has
   * @param leftOut rows left out, because they were erased from the model before
   * @param pairs distinct pairs of user and item that the model has now: what a training sees
   */
  public record Import(long added, long replaced, long unchanged, long leftOut, long pairs) {}

  /** Adds rows whose values replace those that the model has; see {@link Repeats#LATEST}. */
  public Import add(ModelName model, InteractionColumns rows) {
    return add(model, rows, Repeats.LATEST);
  }

  /**
   * Adds all rows that were not erased before and that change something, or none. Durable when it
   * returns. O(log + rows).
   *
   * @param rows no pair twice
   * @param repeats the value of a pair that the model has already
   */
  public Import add(ModelName model, InteractionColumns rows, Repeats repeats) {
    return alone(model, () -> {
      ledger.requireNotDeleted(model);
      IntPredicate erased = digests.erased(model, rows, ledger.tombstones(model).digests());
      InteractionColumns kept = without(rows, erased);
      InteractionColumns before = log.read(model, log.end(model));
      MergedRows merged = MergedRows.of(before, kept, repeats);
      long fresh = merged.rows().size() - merged.replaced();
      failpoints.hit(Failpoint.IMPORT_BEFORE_APPEND);
      if (merged.rows().size() > 0) {
        var _ = log.append(model, merged.rows());
      }
      failpoints.hit(Failpoint.IMPORT_AFTER_APPEND);
      return new Import(
          fresh, merged.replaced(), merged.unchanged(), rows.size() - kept.size(),
          distinctPairs(before) + fresh);
    });
  }

  private static long distinctPairs(InteractionColumns rows) {
    long[] pairs = IntStream.range(0, rows.size())
        .filter(row -> rows.users()[row] != InteractionColumns.PURGED)
        .mapToLong(row -> (long) rows.users()[row] << Integer.SIZE | rows.items()[row])
        .sorted()
        .toArray();
    return IntStream.range(0, pairs.length).filter(k -> k == 0 || pairs[k] != pairs[k - 1]).count();
  }

  public long purge(ModelName model, List<ErasureTarget> targets) {
    return alone(model, () -> log.purge(model, targets));
  }

  /** Deletes a model's whole log. */
  public void delete(ModelName model) {
    boolean _ = alone(model, () -> {
      log.delete(model);
      return true;
    });
  }

  private <T> T alone(ModelName model, Supplier<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(model, absent -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Ids that no row names any more are left out too. */
  static InteractionColumns without(InteractionColumns rows, IntPredicate erased) {
    int[] kept = IntStream.range(0, rows.size()).filter(erased.negate()).toArray();
    if (kept.length == rows.size()) {
      return rows;
    }
    Map<Integer, Integer> users = new LinkedHashMap<>();
    Map<Integer, Integer> items = new LinkedHashMap<>();
    int[] keptUsers = new int[kept.length];
    int[] keptItems = new int[kept.length];
    float[] values = new float[kept.length];
    for (int k = 0; k < kept.length; k++) {
      keptUsers[k] = users.computeIfAbsent(rows.users()[kept[k]], absent -> users.size());
      keptItems[k] = items.computeIfAbsent(rows.items()[kept[k]], absent -> items.size());
      values[k] = rows.values()[kept[k]];
    }
    return new InteractionColumns(
        ids(rows.userIds(), users), ids(rows.itemIds(), items), keptUsers, keptItems, values);
  }

  private static List<String> ids(List<String> all, Map<Integer, Integer> kept) {
    List<String> ids = new ArrayList<>();
    kept.keySet().forEach(index -> ids.add(all.get(index)));
    return ids;
  }
}
