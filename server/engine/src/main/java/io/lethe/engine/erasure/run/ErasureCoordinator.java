package io.lethe.engine.erasure.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.InteractionLog;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.erasure.policy.PrincipalSpending;
import io.lethe.engine.erasure.policy.RequestCheck;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ErasureProof;
import io.lethe.engine.erasure.receipt.FinishedReceipts;
import io.lethe.engine.erasure.receipt.ProvenReceipt;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.erasure.solve.Plans;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.work.PhaseLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The face of erasures: accepts, plans, shows. What {@link #accept} has returned is durable and
 * contained, and will be carried out whatever happens. Thread-safe.
 */
public final class ErasureCoordinator {

  private final ErasureParts parts;
  private final SubjectDigests digests;
  private final ErasureThreads threads;
  private final FinishedReceipts receipts;
  private final RequestCheck check;
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
    this.check = new RequestCheck(log, parts.containments());
    this.spending = new PrincipalSpending(parts.ledger(), config.policy().limits());
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
    Instant received = parts.now();
    PhaseLog phases = parts.newPhases(request.model(), 1);
    long start = phases.now();
    String digest = digests.payload(payload(request));
    Optional<Erasure> known = parts.ledger().findByRequest(request.requestId());
    if (known.isPresent()) {
      return same(known.get(), digest);
    }
    long interactions;
    long live;
    try (ModelHandle handle = parts.registry().acquire(request.model())) {
      interactions = check.check(request, handle.version());
      live = handle.version().manifest().counts().interactions();
    }
    ErasureSubmission submission = new ErasureSubmission(
        new ErasureId(parts.time().ids().get()), request, digest,
        digests.tombstones(request.model(), request.target()), received, received,
        received.plus(parts.config().legalTerm()), interactions,
        parts.config().policy().approval().needed(interactions, live));
    phases.since("check", start);
    return switch (lane(request.model()).accept(submission, OptionalLong.of(live), phases)) {
      case Acceptance.Accepted(Erasure erasure) -> erasure;
      case Acceptance.Repeated(Erasure erasure) -> current(erasure);
      case Acceptance.Conflicting() -> throw reused();
    };
  }

  /**
   * Accepts once more what was erased before and is there again, see {@link Suppression}. Nothing
   * speaks against that, so no check and no gate is asked.
   *
   * @throws LetheException of kind {@code OVERLOADED}, {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public Erasure reapply(ModelName model, ErasureTarget target) {
    Instant received = parts.now();
    ErasureRequest request = new ErasureRequest(
        parts.time().ids().get(), model, target, ErasureMethod.AUTO, ErasureRequest.RESTORE);
    ErasureSubmission submission = new ErasureSubmission(
        new ErasureId(parts.time().ids().get()), request, digests.payload(payload(request)),
        digests.tombstones(model, target), received, received,
        received.plus(parts.config().legalTerm()), 0, false);
    return switch (lane(model)
        .accept(submission, OptionalLong.empty(), parts.newPhases(model, 1))) {
      case Acceptance.Accepted(Erasure erasure) -> erasure;
      case Acceptance.Repeated(Erasure erasure) -> erasure;
      case Acceptance.Conflicting() -> throw reused();
    };
  }

  private Erasure same(Erasure known, String digest) {
    if (!known.facts().payloadDigest().equals(digest)) {
      throw reused();
    }
    return current(known);
  }

  private static LetheException reused() {
    return new LetheException(
        ErrorKind.REQUEST_ID_REUSED, "the request id came before with another payload");
  }

  private static List<String> payload(ErasureRequest request) {
    List<String> fields = new ArrayList<>();
    fields.add("erasure");
    fields.add(request.model().value());
    fields.add(request.method().name());
    fields.add(request.target().kind().name());
    switch (request.target()) {
      case ErasureTarget.User(String id) -> fields.add(id);
      case ErasureTarget.Item(String id) -> fields.add(id);
      case ErasureTarget.Interactions(List<ErasureTarget.Pair> pairs) -> pairs.forEach(pair -> {
        fields.add(pair.user());
        fields.add(pair.item());
      });
    }
    return fields;
  }

  /**
   * What a request would do, were it carried out now; changes nothing.
   *
   * @throws LetheException as {@link #accept}
   */
  public ErasurePlan validate(ErasureRequest request) {
    Optional<Erasure> known = parts.ledger().findByRequest(request.requestId());
    if (known.isPresent()) {
      same(known.get(), digests.payload(payload(request)));
    }
    try (ModelHandle handle = parts.registry().acquire(request.model())) {
      ModelVersion version = handle.version();
      check.check(request, version);
      ErasureSolver.Job job = new ErasureSolver.Job(
          version.content(), version.manifest().training(), List.of(request.target()),
          request.method());
      return Plans.of(version, job, parts.solver());
    }
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
    ErasureFacts facts = known(id).facts();
    if (!approver && !facts.requester().equals(principal)) {
      throw new LetheException(
          ErrorKind.PERMISSION_DENIED,
          "erasure %s was asked for by another principal".formatted(id),
          Map.of("principal", principal, "method", "CancelErasure"));
    }
    return lane(facts.model()).cancel(id);
  }

  private Erasure known(ErasureId id) {
    return parts.ledger().find(id).orElseThrow(() -> unknown(id));
  }

  /** A page of erasures, see {@link ErasureLedger#list}. */
  public ErasurePage list(@Nullable ModelName model, long cursor, int max) {
    ErasurePage page = parts.ledger().list(model, cursor, max);
    return new ErasurePage(page.erasures().stream().map(this::current).toList(), page.next());
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
