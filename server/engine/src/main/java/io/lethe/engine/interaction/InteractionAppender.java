package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.Tombstones;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders in while models serve: O(rows of the orders). Its callers hold the model's lock. */
final class InteractionAppender {

  /** From so many rows on they are moved into the log, or from this part of the log if that is more. */
  private static final long SETTLED_FROM = 100_000;
  private static final long SETTLED_FROM_PART = 8;

  private static final Logger LOG = LoggerFactory.getLogger(InteractionAppender.class);

  private final SettlingLog log;
  private final AppendLedger appends;
  private final InteractionIntake.Models models;
  private final SubjectDigests digests;
  private final RecentRows recent;
  private final InstantSource clock;
  private final RequestMemory memory;
  private final Failpoints failpoints;
  private final long heldMax;
  /** How many rows waited when the disk last refused to move them; under the models' locks. */
  private final Map<ModelName, Long> refusedAt = new ConcurrentHashMap<>();

  InteractionAppender(
      SettlingLog log, AppendLedger appends, InteractionIntake.Models models,
      SubjectDigests digests, RecentRows recent, InstantSource clock, RequestMemory memory,
      Failpoints failpoints, long heldMax) {
    this.log = log;
    this.appends = appends;
    this.models = models;
    this.digests = digests;
    this.recent = recent;
    this.clock = clock;
    this.memory = memory;
    this.failpoints = failpoints;
    this.heldMax = heldMax;
  }

  /**
   * Answers every order; those of one call are synced together. After a failure that is no refusal the
   * rows in memory may lack some that are durable: the next order reads them again.
   */
  void take(ModelName model, List<AppendQueue.Waiting> waiting) {
    try {
      models.versions().requireNotDeleted(model);
      takeTogether(model, waiting);
    } catch (LetheException refused) {
      fail(waiting, refused);
    } catch (RuntimeException failed) {
      recent.drop(model);
      fail(waiting, failed);
    } catch (Error failed) {
      recent.drop(model);
      fail(waiting, new IllegalStateException("appending ended", failed));
      throw failed;
    }
    settleIfDue(model);
  }

  private static void fail(List<AppendQueue.Waiting> waiting, RuntimeException failed) {
    waiting.stream().filter(each -> !each.answered()).forEach(each -> each.fail(failed));
  }

  private void takeTogether(ModelName model, List<AppendQueue.Waiting> waiting) {
    Tombstones tombstones = models.erased().apply(model);
    AppendBatch batch = new AppendBatch(
        model, values(model), log.end(model),
        new AppendBatch.Arrival(clock.instant(), memory.now()));
    List<Runnable> answers = waiting.stream().map(each -> answer(batch, tombstones, each)).toList();
    if (!batch.appends().isEmpty()) {
      failpoints.hit(Failpoint.APPEND_BEFORE_COMMIT);
      appends.add(batch.appends(), memory.forgetBefore());
      failpoints.hit(Failpoint.APPEND_AFTER_COMMIT);
      batch.appends().forEach(append -> recent.add(model, append.placed()));
    }
    answers.forEach(Runnable::run);
  }

  /** A disk that refuses now is asked again later: the rows are durable where they are. */
  private void settleIfDue(ModelName model) {
    try {
      long waiting = log.unsettled(model);
      long due = Math.max(SETTLED_FROM, log.end(model) / SETTLED_FROM_PART);
      if (waiting >= Math.max(due, refusedAt.getOrDefault(model, 0L) + SETTLED_FROM)) {
        refusedAt.put(model, waiting);
        log.settle(model);
        refusedAt.remove(model);
      }
    } catch (LetheException refused) {
      LOG.warn("appended rows of {} wait in the ledger: {}", model, refused.getMessage());
    }
  }

  private PairValues values(ModelName model) {
    ModelVersion version = models.active().apply(model).orElse(null);
    long learned = version == null ? 0 : version.manifest().training().logEnd();
    hold(model, learned);
    requireRoom(model, recent.rowsSince(model, learned));
    return new PairValues(
        model, version == null ? null : version.content().data(), learned, recent);
  }

  /**
   * Has all rows from a place on in memory, if there is room: a version answers in any case, and without
   * them as if they had not come. O(log) if they are not there.
   */
  void show(ModelName model, long learned) {
    long rows = log.end(model) - learned;
    if (rows > heldMax) {
      LOG.warn(
          "model {} has {} interactions that its version has not learned, more than {}: answers do not"
              + " know them before the next training",
          model, rows, heldMax);
      recent.drop(model);
      return;
    }
    hold(model, learned);
  }

  /**
   * Likewise for a version beside the active one: where there is no room, what is held for that stays
   * as it is.
   */
  void showBeside(ModelName model, long learned) {
    long rows = log.end(model) - learned;
    if (rows > heldMax) {
      LOG.warn(
          "a version of {} that an alias names has not learned {} interactions, more than {}: its answers"
              + " know the later ones alone",
          model, rows, heldMax);
      return;
    }
    hold(model, learned);
  }

  /** Has all rows from a place on in memory if there is room; tells whether they are. */
  boolean holdsIfRoom(ModelName model, long learned) {
    if (log.end(model) - learned <= heldMax) {
      hold(model, learned);
    }
    return recent.holdsFrom(model, learned);
  }

  private void hold(ModelName model, long learned) {
    if (recent.holdsFrom(model, learned)) {
      return;
    }
    long end = log.end(model);
    requireRoom(model, end - learned);
    long from = heldFrom(model, learned);
    InteractionColumns rows = end <= from
        ? new ColumnsBuilder(0).build()
        : JoinedColumns.from(log.read(model, end), Math.toIntExact(from));
    recent.hold(model, new Append.Placed(from, rows));
  }

  /** From which place on rows are held: for every version that answers, as far as there is room. */
  private long heldFrom(ModelName model, long learned) {
    long byAll = Math.min(learned, models.learnedByAll().apply(model).orElse(learned));
    return Math.max(byAll, Math.min(learned, log.end(model) - heldMax));
  }

  /** Lets go of rows that every version that answers has learned, and of what there is no room for. */
  void learned(ModelName model) {
    models.active()
        .apply(model)
        .map(active -> active.manifest().training().logEnd())
        .ifPresent(learned -> recent.learned(model, heldFrom(model, learned)));
  }

  private void requireRoom(ModelName model, long rows) {
    if (rows > heldMax) {
      throw new LetheException(
          ErrorKind.MODEL_NOT_READY,
          "model %s has %d interactions that came after its training; beyond %d it must be trained first"
              .formatted(model, rows, heldMax),
          Map.of("model", model.value()));
    }
  }

  /** What is told once the batch is durable; an order that is refused is told so. */
  private Runnable answer(AppendBatch batch, Tombstones tombstones, AppendQueue.Waiting waiting) {
    AppendOrder order = waiting.order();
    try {
      String digest = digests.payload(order.payload());
      Append.Known known = Optional.ofNullable(batch.find(order.requestId()))
          .or(() -> appends.find(order.requestId()))
          .orElse(null);
      List<AppendOutcome> outcomes = known == null
          ? batch.take(order, digest, erased(order, tombstones))
          : repeated(known, digest);
      return () -> waiting.answer(outcomes);
    } catch (LetheException refused) {
      return () -> waiting.fail(refused);
    }
  }

  /** What came of a request before; nothing if it did not come. */
  List<AppendOutcome> known(UUID requestId) {
    return appends.find(requestId).map(Append.Known::outcomes).orElse(List.of());
  }

  private static List<AppendOutcome> repeated(Append.Known known, String digest) {
    if (!known.payloadDigest().equals(digest)) {
      throw new LetheException(
          ErrorKind.REQUEST_ID_REUSED, "the request id came before with another payload");
    }
    return known.outcomes();
  }

  private IntPredicate erased(AppendOrder order, Tombstones tombstones) {
    ColumnsBuilder rows = new ColumnsBuilder(order.rows().size());
    order.rows().forEach(row -> rows.add(row.user(), row.item(), row.value()));
    return digests.erased(order.model(), rows.build(), tombstones, row -> {
      Instant time = order.rows().get(row).time();
      return time == null ? Tombstones.NOW : time.toEpochMilli();
    });
  }
}
