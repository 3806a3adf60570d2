package io.lethe.engine.erasure.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.erasure.policy.PrincipalSpending;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ErasureProof;
import io.lethe.engine.erasure.receipt.FinishedReceipts;
import io.lethe.engine.erasure.receipt.ProvenReceipt;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The face of erasures: accepts, plans, shows. What {@link #accept} has returned is durable and
 * contained, and will be carried out whatever happens. Thread-safe.
 */
public final class ErasureCoordinator {

  private final ErasureParts parts;
  private final SubjectDigests digests;
  private final ErasureThreads threads;
  private final FinishedReceipts receipts;
  private final ErasureAcceptor acceptor;
  private final PrincipalSpending spending;
  private final Map<ModelName, ErasureLane> lanes = new ConcurrentHashMap<>();
  private final ErasureBacklogs backlogs;
  private final ErasureWatchdog watchdog;
  private final List<Consumer<ModelName>> liveListeners = new CopyOnWriteArrayList<>();

  /**
   * A coordinator without work.
   *
   * @param log where interactions are looked up that a request names
   * @param digests of requests and of what they name
   */
  public ErasureCoordinator(
      ErasureParts parts, InteractionLog log, SubjectDigests digests, ErasureProof proof,
      ErasureThreads threads) {
    this.parts = parts;
    this.digests = digests;
    this.threads = threads;
    ErasureConfig config = parts.config();
    this.receipts = new FinishedReceipts(
        proof, parts.ledger(), parts.time().clock(), parts.time().ids(), config.batchErasuresMax());
    this.spending = new PrincipalSpending(parts.ledger(), config.policy());
    this.acceptor = new ErasureAcceptor(parts, log, digests, proof.log(), spending, this::lane);
    this.backlogs = new ErasureBacklogs(parts, lanes);
    this.watchdog = new ErasureWatchdog(backlogs, threads.timer(), config.policy().alarmAfter());
  }

  private ErasureLane lane(ModelName model) {
    return lanes.computeIfAbsent(
        model,
        absent -> new ErasureLane(
            model, parts, spending, new ErasureFinisher(model, parts, receipts), threads,
            this::tellLive));
  }

  private void tellLive(ModelName model) {
    liveListeners.forEach(listener -> listener.accept(model));
  }

  /**
   * Tells a listener of every model whose erasures went live, from now on.
   *
   * @param listener called by the thread that made the version, before it goes on; quick
   */
  public void onLive(Consumer<ModelName> listener) {
    liveListeners.add(listener);
  }

  /**
   * Tells a listener of every state that any erasure reaches from now on, each once; not of where
   * {@link #recover} finds them.
   *
   * @param listener called by the thread that works, before it goes on; quick, never throws
   */
  public void onState(Consumer<Erasure> listener) {
    parts.board().listen(listener);
  }

  /** Every erasure that is under way or waits, as it is now, in no order. */
  public List<Erasure> unfinished() {
    return parts.board().unfinished();
  }

  /**
   * Accepts a request, once: the same request id with the same payload gives the same erasure at any
   * later time. One durable write; nothing here depends on the size of the model.
   *
   * @throws LetheException of kind {@code REQUEST_ID_REUSED} (same id, other payload), {@code
   *     MODEL_NOT_FOUND}, {@code MODEL_NOT_READY}, {@code USER_NOT_FOUND}, {@code ITEM_NOT_FOUND},
   *     {@code INTERACTION_NOT_FOUND}, {@code METHOD_NOT_SUPPORTED}, {@code RATE_LIMITED}, {@code
   *     SHARE_LIMITED}, {@code OVERLOADED}, {@code STORAGE_FULL} or {@code STORAGE_FAILED}; then
   *     nothing was accepted
   */
  public Erasure accept(ErasureRequest request) {
    return acceptor.accept(request);
  }

  /**
   * Refuses if {@link #accept} would refuse any of some requests, were they accepted one after the
   * other now; accepts nothing.
   *
   * @return those of them that are about a user whom their model knows
   * @throws LetheException as {@link #accept}, but for {@code USER_NOT_FOUND}
   */
  public List<ErasureRequest> check(List<ErasureRequest> requests) {
    return acceptor.check(requests);
  }

  /**
   * Takes up a failed erasure: accepts a new one of the same target, by the failed one's deadline.
   * Repeating it gives the same new one.
   *
   * @param principal who wants that
   * @param approver whether it may approve erasures: then it need not be the one who asked
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}, {@code ERASURE_NOT_FAILED}, {@code
   *     RECEIPT_NOT_READY} (the failure is not attested yet), {@code PERMISSION_DENIED}, {@code
   *     OVERLOADED}, {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public Erasure retry(ErasureId id, String principal, boolean approver) {
    Erasure failed = known(id);
    requireOwn(failed, principal, approver, "RetryErasure");
    ErasureId retrying = failed.facts().retry().by();
    return retrying == null ? acceptor.retry(failed, principal) : get(retrying);
  }

  /**
   * Accepts once more what was erased before and is there again, see {@link Suppression}. Nothing
   * speaks against that, so no check and no gate is asked.
   *
   * @throws LetheException of kind {@code OVERLOADED}, {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public Erasure reapply(ModelName model, ErasureTarget target) {
    return acceptor.reapply(model, target);
  }

  /**
   * What a request would do, were it carried out now; changes nothing.
   *
   * @throws LetheException as {@link #accept}
   */
  public ErasurePlan validate(ErasureRequest request) {
    return acceptor.validate(request);
  }

  /**
   * An erasure as it is now.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}
   */
  public Erasure get(ErasureId id) {
    return parts.board().find(id).or(() -> parts.ledger().find(id)).orElseThrow(() -> unknown(id));
  }

  private Erasure current(Erasure erasure) {
    return parts.board().find(erasure.id()).orElse(erasure);
  }

  private static LetheException unknown(ErasureId id) {
    return new LetheException(
        ErrorKind.ERASURE_NOT_FOUND, "there is no erasure " + id, Map.of("erasure", id.toString()));
  }

  /**
   * Lets a held erasure be carried out.
   *
   * @param approver another principal than the one who asked
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}, {@code ERASURE_NOT_HELD}, {@code
   *     APPROVER_IS_REQUESTER}, {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public Erasure approve(ErasureId id, String approver) {
    return current(lane(known(id).facts().model()).approve(id, approver));
  }

  /**
   * Takes an erasure back whose solving has not begun: it is contained no longer, and forgotten but
   * for its request id.
   *
   * @param principal who wants that
   * @param approver whether it may approve erasures: then it need not be the one who asked
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}, {@code ERASURE_NOT_CANCELLABLE}, {@code
   *     PERMISSION_DENIED}, {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public Erasure cancel(ErasureId id, String principal, boolean approver) {
    Erasure known = known(id);
    requireOwn(known, principal, approver, "CancelErasure");
    return lane(known.facts().model()).cancel(id);
  }

  private static void requireOwn(
      Erasure erasure, String principal, boolean approver, String method) {
    if (!approver && !erasure.facts().requester().equals(principal)) {
      throw new LetheException(
          ErrorKind.PERMISSION_DENIED,
          "erasure %s was asked for by another principal".formatted(erasure.id()),
          Map.of("principal", principal, "method", method));
    }
  }

  private Erasure known(ErasureId id) {
    return parts.ledger().find(id).orElseThrow(() -> unknown(id));
  }

  /** A page of erasures, see {@link ErasureLedger#list}. */
  public ErasurePage list(ErasureFilter filter, long cursor, int max) {
    ErasurePage page = parts.ledger().list(filter, cursor, max);
    return new ErasurePage(page.erasures().stream().map(this::current).toList(), page.next());
  }

  /**
   * Narrows a filter to the erasures of one user or item, from the model that it names or from any.
   * Found by the digests that erasures leave, so also after what was erased is gone. Erasures of
   * single interactions are not found.
   */
  public ErasureFilter narrowed(ErasureTarget subject, ErasureFilter filter) {
    List<ModelName> models = filter.model() == null
        ? parts.ledger().suppressed()
        : List.of(filter.model());
    Set<String> tombstones = new HashSet<>();
    models.forEach(model -> tombstones.addAll(digests.tombstones(model, subject)));
    return filter.leaving(tombstones);
  }

  /**
   * The receipt of a completed erasure, or of one that failed, and its proof in the log.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}, {@code RECEIPT_NOT_READY}, or as {@link
   *     ReceiptLog#publish}
   */
  public ProvenReceipt receipt(ErasureId id) {
    Erasure erasure = known(id);
    Receipt receipt = erasure.receipt();
    if (receipt == null) {
      throw new LetheException(
          ErrorKind.RECEIPT_NOT_READY, "erasure %s is %s".formatted(id, erasure.state()),
          Map.of("erasure", id.toString(), "state", erasure.state().name()));
    }
    return receipts.proven(id, receipt);
  }

  /** A listener's registration; closing it ends it. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Tells a listener where an erasure is: now, and at every later state, in order, each once; states
   * in between may be left out, the terminal one never is.
   *
   * @param listener called on the engine's threads, one call at a time; must not block
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND} or {@code OVERLOADED}
   */
  public Watch watch(ErasureId id, Consumer<Erasure> listener) {
    ErasureBoard.Watcher watcher = parts.board().watch(id, listener);
    try {
      watcher.tell(get(id));
    } catch (LetheException failed) {
      watcher.close();
      throw failed;
    }
    return watcher::close;
  }

  /**
   * Takes up what the ledger holds unfinished of a model: contains it, and queues it until {@link
   * #wake}. Once, before a version of the model serves.
   */
  public void recover(ModelName model) {
    lane(model).recover(parts.ledger().open(model));
  }

  /** Looks for work: when a model begins to serve, and after another way of publishing a version. */
  public void wake(ModelName model) {
    lane(model).wake();
  }

  /** Accepted erasures of a model that are not live yet. */
  public int pending(ModelName model) {
    return lane(model).waiting();
  }

  /** Why the work of some model does not get on, if that is so; it is tried again by itself. */
  public Map<ModelName, Throwable> failures() {
    Map<ModelName, Throwable> failures = new java.util.TreeMap<>();
    lanes.forEach((model, lane) -> lane.failure().ifPresent(why -> failures.put(model, why)));
    return failures;
  }

  /** How the unfinished erasures of each model stand. O(their number). */
  public Map<ModelName, ErasureBacklog> backlogs() {
    return backlogs.get();
  }

  /** Those of them that do not get on as they should. */
  public Map<ModelName, ErasureBacklog> stuck() {
    return watchdog.stuck();
  }

  /** Tells a listener now and then whether something is stuck; see {@link #watchOver}. */
  public void onLook(Consumer<Boolean> listener) {
    watchdog.onLook(listener);
  }

  /** Looks now and then for what is stuck and logs it; from now on, by itself. Once. */
  public void watchOver() {
    watchdog.start();
  }

  /** Begins no further work; what is under way ends or is found again at the next start. */
  public void stop() {
    watchdog.stop();
    lanes.values().forEach(ErasureLane::stop);
  }
}
