package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.TargetSet;
import io.lethe.engine.work.KeyedLocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A log together with what was appended a moment ago, as one log: appending one row must not cost
 * O(log). Rows have their sequence numbers from the beginning; {@link #settle} moves them into the log
 * behind, and a crash in between leaves them in both, where the place says that they are the same.
 * Thread-safe, by one lock per model.
 */
public final class SettlingLog implements InteractionLog {

  private final InteractionLog log;
  private final AppendLedger appends;
  private final Failpoints failpoints;
  private final KeyedLocks<ModelName> locks = new KeyedLocks<>();

  /** Joins a log and a ledger of appends. */
  public SettlingLog(InteractionLog log, AppendLedger appends, Failpoints failpoints) {
    this.log = log;
    this.appends = appends;
    this.failpoints = failpoints;
  }

  /**
   * Moves what was appended into the log behind. O(log) if there is anything.
   *
   * @throws LetheException as {@link InteractionLog#append}; nothing is lost
   */
  public void settle(ModelName model) {
    locks.alone(model, () -> {
      List<Append.Placed> waiting = waiting(model);
      if (!waiting.isEmpty()) {
        long end = log
            .append(model, JoinedColumns.of(waiting.stream().map(Append.Placed::rows).toList()));
        failpoints.hit(Failpoint.SETTLE_AFTER_APPEND);
        appends.settled(model, end);
      } else if (appends.end(model) > 0) {
        // They were moved before a crash.
        appends.settled(model, log.end(model));
      }
    });
  }

  /** How many rows wait to be moved. */
  long unsettled(ModelName model) {
    long appended = appends.end(model);
    return appended == 0 ? 0 : Math.max(0, appended - log.end(model));
  }

  /** What the log behind does not hold, checked to follow it. */
  private List<Append.Placed> waiting(ModelName model) {
    long end = log.end(model);
    List<Append.Placed> waiting = appends.unsettled(model)
        .stream()
        .filter(placed -> placed.end() > end)
        .toList();
    long next = end;
    for (Append.Placed placed : waiting) {
      if (placed.first() != next) {
        throw new LetheException(
            ErrorKind.CHECKPOINT_DAMAGED,
            "the interaction log of %s has %d rows where appended ones follow row %d: the file of its"
                .formatted(model, next, placed.first())
                + " last rows is missing; restore it from a backup",
            Map.of("model", model.value()));
      }
      next = placed.end();
    }
    return waiting;
  }

  @Override
  public long append(ModelName model, InteractionColumns rows) {
    return locks.alone(model, () -> {
      settle(model);
      return log.append(model, rows);
    });
  }

  @Override
  public long end(ModelName model) {
    long appended = appends.end(model);
    return Math.max(appended, log.end(model));
  }

  @Override
  public InteractionColumns read(ModelName model, long end) {
    Parts parts = locks.alone(model, () -> new Parts(log.end(model), waiting(model)));
    // Rows below the settled end keep their places: no lock while they are read.
    if (end <= parts.settled()) {
      return log.read(model, end);
    }
    List<InteractionColumns> columns = new ArrayList<>();
    columns.add(log.read(model, parts.settled()));
    parts.waiting().forEach(placed -> columns.add(placed.rows()));
    InteractionColumns all = JoinedColumns.of(columns);
    if (end > all.size()) {
      throw new IllegalArgumentException(
          "the first %d of %d rows of %s".formatted(end, all.size(), model));
    }
    return end == all.size() ? all : JoinedColumns.first(all, Math.toIntExact(end));
  }

  /** What the log behind holds, and what follows. */
  private record Parts(long settled, List<Append.Placed> waiting) {}

  @Override
  public long count(ModelName model, ErasureTarget target) {
    return locks.alone(model, () -> {
      long waiting = waiting(model).stream()
          .mapToLong(placed -> count(placed.rows(), new TargetSet(List.of(target))))
          .sum();
      return waiting + log.count(model, target);
    });
  }

  private static long count(InteractionColumns rows, TargetSet targets) {
    return IntStream.range(0, rows.size())
        .filter(
            row -> targets.names(
                rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row])))
        .count();
  }

  @Override
  public long purge(ModelName model, List<ErasureTarget> targets) {
    return locks.alone(model, () -> {
      settle(model);
      return log.purge(model, targets);
    });
  }

  @Override
  public void delete(ModelName model) {
    locks.alone(model, () -> {
      appends.delete(model);
      log.delete(model);
    });
  }

  @Override
  public List<ModelName> models() {
    TreeSet<ModelName> models = new TreeSet<>(log.models());
    models.addAll(appends.models());
    return List.copyOf(models);
  }
}
