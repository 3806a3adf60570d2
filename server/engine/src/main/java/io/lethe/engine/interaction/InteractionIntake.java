package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.TargetSet;
import io.lethe.engine.subject.Tombstones;
import io.lethe.engine.work.KeyedLocks;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The one door into and out of interaction logs: nothing that was ever erased from a model comes in
 * again. Adding and purging of one model take turns. Thread-safe.
 */
public final class InteractionIntake {

  /** Most rows that no version has learned and that are held in memory: some 500 MB. */
  private static final long HELD_MAX = 5_000_000;

  private final SettlingLog log;
  private final Models models;
  private final SubjectDigests digests;
  private final InstantSource clock;
  private final Failpoints failpoints;
  private final RecentRows recent = new RecentRows();
  private final AppendQueue queue = new AppendQueue();
  private final InteractionAppender appender;
  private volatile Listener appended = (model, rows) -> {};
  private final KeyedLocks<ModelName> locks = new KeyedLocks<>();

  /** By which clocks interactions come: the wall's, and one that nobody sets. */
  public record Clocks(InstantSource wall, LongSupplier nanos) {}

  /** The door of a log. */
  public InteractionIntake(
      SettlingLog log, AppendLedger appends, Models models, SubjectDigests digests, Clocks clocks,
      Failpoints failpoints) {
    this(log, appends, models, digests, clocks, failpoints, HELD_MAX);
  }

  /** The same with a bound on the rows in memory, for each model. */
  InteractionIntake(
      SettlingLog log, AppendLedger appends, Models models, SubjectDigests digests, Clocks clocks,
      Failpoints failpoints, long heldMax) {
    this.log = log;
    this.models = models;
    this.digests = digests;
    this.clock = clocks.wall();
    this.failpoints = failpoints;
    this.appender = new InteractionAppender(
        log, appends, models, digests, recent, clock, new RequestMemory(clock, clocks.nanos()),
        failpoints, heldMax);
  }

  /**
   * What the door must know of models.
   *
   * @param versions which models are being deleted
   * @param erased what must not come in again; throws {@code RECEIPT_LOG_INCONSISTENT} if that is not
   *     known for sure
   * @param active the active version, if there is one
   * @param learnedByAll how many rows of the log every version that answers was trained on
   */
  public record Models(
      VersionLedger versions, Function<ModelName, Tombstones> erased,
      Function<ModelName, Optional<ModelVersion>> active,
      Function<ModelName, OptionalLong> learnedByAll) {

    /** Models without aliases. */
    public Models(
        VersionLedger versions, Function<ModelName, Tombstones> erased,
        Function<ModelName, Optional<ModelVersion>> active) {
      this(versions, erased, active, model -> OptionalLong.empty());
    }
  }

  /**
   * Takes interactions in while the model serves, all or none. When this returns, they are synced to
   * disk, and {@link #recent} shows them. Orders that come together share one sync. The same request
   * id with the same payload has the same answer for 24 hours. O(rows); O(log) for the first order of
   * a model after a start.
   *
   * @return one for each row, in order
   * @throws LetheException of kind {@code REQUEST_ID_REUSED}; {@code ARGUMENT_INVALID} (a sum that is
   *     no finite number, a time too far ahead, more than 100 event types); {@code CONCURRENT_CHANGE} (the model is being
   *     deleted); {@code MODEL_NOT_READY} (more than 5,000,000 rows that no version has learned); {@code
   *     RECEIPT_LOG_INCONSISTENT}, {@code CHECKPOINT_DAMAGED}, {@code STORAGE_FULL}, {@code
   *     STORAGE_FAILED}
   */
  public List<AppendOutcome> append(AppendOrder order) {
    AppendQueue.Waiting waiting = queue.put(order);
    List<AppendOutcome> outcomes = locks.alone(order.model(), () -> {
      if (!waiting.answered()) {
        appender.take(order.model(), queue.takeAll(order.model()));
      }
      return waiting.outcomes();
    });
    appended.appended(order.model(), order.rows().size());
    return outcomes;
  }

  /**
   * Goes on with an import, or begins it: what came of its parts is remembered for 24 hours.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED}
   */
  public InteractionImport resume(InteractionImport.Source source) {
    return new InteractionImport(source, appender::known, this::append, clock);
  }

  /** Told of interactions that came; quick. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Interactions of a model came, by one call or one part of an import.
     *
     * @param rows how many were sent, whatever came of each
     */
    void appended(ModelName model, int rows);
  }

  /** Has something told of all interactions that come. Once. */
  public void onAppended(Listener listener) {
    appended = listener;
  }

  /** What versions have not learned. */
  public RecentRows recent() {
    return recent;
  }

  /**
   * What a version has not learned of what targets name, complete: what {@link #recent} shows, or what is
   * read from the log where that would be too much to hold; O(log) then.
   *
   * @param learned how many rows of the log the version's training read
   */
  public RecentRows since(ModelName model, long learned, List<ErasureTarget> targets) {
    RecentRows held = recent.kept(model, learned);
    if (held != null) {
      return held;
    }
    long end = log.end(model);
    RecentRows named = new RecentRows();
    if (end > learned) {
      InteractionColumns rows = JoinedColumns.from(log.read(model, end), Math.toIntExact(learned));
      TargetSet wanted = new TargetSet(targets);
      named.hold(model, new Append.Placed(learned, without(rows, row -> !isOf(wanted, rows, row))));
    }
    return named;
  }

  private static boolean isOf(TargetSet targets, InteractionColumns rows, int row) {
    return rows.users()[row] != InteractionColumns.PURGED && targets
        .names(rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]));
  }

  /**
   * Has {@link #recent} show all that a version has not learned, up to some 5,000,000 rows, beyond which
   * it shows none: to be called before the version answers. O(log) if that was not so.
   *
   * @param learned how many rows of the log the version's training read
   */
  public void showFrom(ModelName model, long learned) {
    locks.alone(model, () -> {
      appender.show(model, learned);
    });
  }

  /**
   * The same for a version that is to answer beside the active one. Where it has more to show than can be
   * held, {@link #recent} stays as it is.
   */
  public void showBeside(ModelName model, long learned) {
    locks.alone(model, () -> {
      appender.showBeside(model, learned);
    });
  }

  /**
   * Lets {@link #recent} forget what all versions that answer have learned, once no call is answered by
   * an earlier one; of versions beside the active one also what is beyond 5,000,000 rows. To be called
   * where no version can come to answer meanwhile.
   */
  public void learned(ModelName model) {
    locks.alone(model, () -> {
      appender.learned(model);
    });
  }

  /**
   * How many interactions a version has not learned: of each pair of user and item its last row, and none
   * that was purged. Where these are more than 5,000,000 rows, which are not held in memory, all of their
   * places are counted. O(held users); O(log) where none are held yet.
   *
   * @param learned how many rows of the log the version's training read; 0 for none
   * @throws LetheException as {@link InteractionLog#read}
   */
  public long notLearned(ModelName model, long learned) {
    boolean held = recent.holdsFrom(model, learned)
        || locks.alone(model, () -> appender.holdsIfRoom(model, learned));
    return held ? recent.interactionsSince(model, learned) : Math.max(0, log.end(model) - learned);
  }

  /**
   * Runs something that is told where the next row will be, while none comes in and none is purged.
   *
   * @param work takes the log's end
   */
  public <T> T atEnd(ModelName model, LongFunction<T> work) {
    return locks.alone(model, () -> work.apply(log.end(model)));
  }

  /** Has the log itself hold everything, for a training that is to name where it ends. */
  public void settle(ModelName model) {
    locks.alone(model, () -> {
      log.settle(model);
    });
  }

  /**
   * What an import did.
   *
   * @param added rows of pairs that the model did not have
   * @param replaced rows of pairs that got another value or event type
   * @param unchanged rows that change neither: the pair keeps what the model has
   * @param older rows that the model has later ones of, which count
   * @param leftOut rows left out, because they were erased from the model before
   * @param pairs distinct pairs of user and item that the model has now: what a training sees
   */
  public record Import(
      long added, long replaced, long unchanged, long older, long leftOut, long pairs) {}

  /** Adds rows whose values replace those that the model has, if they are not older. */
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
    Import done = locks.alone(model, () -> {
      models.versions().requireNotDeleted(model);
      IntPredicate erased = digests.erased(model, rows, models.erased().apply(model), rows::time);
      InteractionColumns kept = without(rows, erased);
      InteractionColumns before = log.read(model, log.end(model));
      MergedRows merged = MergedRows.of(before, kept, repeats);
      failpoints.hit(Failpoint.IMPORT_BEFORE_APPEND);
      if (merged.rows().size() > 0) {
        long end = log.append(model, merged.rows());
        recent.add(model, new Append.Placed(end - merged.rows().size(), merged.rows()));
      }
      failpoints.hit(Failpoint.IMPORT_AFTER_APPEND);
      return new Import(
          merged.added(), merged.replaced(), merged.unchanged(), merged.older(),
          rows.size() - kept.size(), distinctPairs(before) + merged.added());
    });
    appended.appended(model, rows.size());
    return done;
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
    return locks.alone(model, () -> {
      recent.remove(model, new TargetSet(targets));
      return log.purge(model, targets);
    });
  }

  /** Everything that a model has, what waits included. O(log). */
  public InteractionColumns all(ModelName model) {
    return log.read(model, log.end(model));
  }

  /** Deletes a model's whole log. */
  public void delete(ModelName model) {
    locks.alone(model, () -> {
      recent.drop(model);
      log.delete(model);
    });
  }

  /** Ids that no row names any more are left out too. */
  static InteractionColumns without(InteractionColumns rows, IntPredicate erased) {
    int[] kept = IntStream.range(0, rows.size()).filter(erased.negate()).toArray();
    if (kept.length == rows.size()) {
      return rows;
    }
    ColumnsBuilder columns = new ColumnsBuilder(kept.length);
    for (int row : kept) {
      columns.add(
          rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]),
          rows.dated(row));
    }
    return columns.build();
  }
}
