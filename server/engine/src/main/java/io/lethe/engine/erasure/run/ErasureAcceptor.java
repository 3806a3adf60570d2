package io.lethe.engine.erasure.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.policy.PrincipalSpending;
import io.lethe.engine.erasure.policy.RequestCheck;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.erasure.solve.Plans;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.work.PhaseLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests in: checks them, contains what they name, and has the ledger remember them. Every
 * method throws as the one of {@link ErasureCoordinator} with its name.
 */
final class ErasureAcceptor {

  private final ErasureParts parts;
  private final InteractionLog log;
  private final SubjectDigests digests;
  private final ReceiptLog receipts;
  private final PrincipalSpending spending;
  private final RequestCheck check;
  private final Function<ModelName, ErasureLane> lanes;

  /**
   * An acceptor.
   *
   * @param log where interactions are looked up that a request names
   * @param receipts tell whether the ledger may have lost erasures
   * @param spending what principals asked for
   * @param lanes the way of each model's erasures
   */
  ErasureAcceptor(
      ErasureParts parts, InteractionLog log, SubjectDigests digests, ReceiptLog receipts,
      PrincipalSpending spending, Function<ModelName, ErasureLane> lanes) {
    this.parts = parts;
    this.spending = spending;
    this.log = log;
    this.digests = digests;
    this.receipts = receipts;
    this.check = new RequestCheck(log, parts.intake(), parts.containments());
    this.lanes = lanes;
  }

  /** Accepts a request, once. */
  Erasure accept(ErasureRequest request) {
    Instant received = parts.now();
    PhaseLog phases = parts.newPhases(request.model(), 1);
    long start = phases.now();
    String digest = digests.payload(payload(request));
    Optional<Erasure> known = parts.ledger().findByRequest(request.requestId());
    if (known.isPresent()) {
      return same(known.get(), digest);
    }
    ErasureSubmission submission = submission(
        request, digest, extent(request), received, received.plus(parts.config().legalTerm()),
        null);
    phases.since("check", start);
    return accepted(submission, true, phases);
  }

  /** Refuses what {@link #accept} would refuse now of any of them; accepts nothing. */
  List<ErasureRequest> check(List<ErasureRequest> requests) {
    List<ErasureRequest> known = new ArrayList<>();
    List<ErasureSubmission> fresh = new ArrayList<>();
    for (ErasureRequest request : requests) {
      try {
        fresh(request).ifPresent(fresh::add);
        known.add(request);
      } catch (LetheException refused) {
        if (refused.kind() != ErrorKind.USER_NOT_FOUND) {
          throw refused;
        }
      }
    }
    fresh.forEach(submission -> lanes.apply(submission.request().model()).checkRoom());
    spending.checkAll(fresh);
    return known;
  }

  /** As it would be submitted now; empty if it was accepted before. */
  private Optional<ErasureSubmission> fresh(ErasureRequest request) {
    String digest = digests.payload(payload(request));
    Optional<Erasure> known = parts.ledger().findByRequest(request.requestId());
    if (known.isPresent()) {
      Erasure _ = same(known.get(), digest);
      return Optional.empty();
    }
    Instant now = parts.now();
    return Optional.of(submission(request, digest, extent(request), now, now, null));
  }

  /**
   * Takes up a failed erasure that no other one takes up yet.
   *
   * @throws LetheException as {@link ErasureCoordinator#retry}
   */
  Erasure retry(Erasure failed, String principal) {
    ErasureFacts facts = failed.facts();
    ErasureId id = failed.id();
    Optional<OpenErasure> open = parts.ledger()
        .open(facts.model())
        .stream()
        .filter(each -> each.erasure().id().equals(id))
        .findFirst();
    ErasureId fresh = new ErasureId(parts.time().ids().get());
    if (open.isEmpty()) {
      Erasure _ = failed.retriedBy(fresh);
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "erasure %s was taken up meanwhile".formatted(id));
    }
    ErasureRequest request = new ErasureRequest(
        parts.time().ids().get(), facts.model(), open.get().target(), facts.requestedMethod(),
        principal);
    Erasure accepted = accepted(
        submission(
            request, digests.payload(payload(request)), facts.extent(), parts.now(),
            facts.expires(), id),
        false, parts.newPhases(facts.model(), 1));
    parts.containments().liftForEver(facts.model(), facts.position());
    return accepted;
  }

  /** Accepts once more what was erased before and is there again. */
  Erasure reapply(ModelName model, ErasureTarget target) {
    Instant received = parts.now();
    ErasureRequest request = new ErasureRequest(
        parts.time().ids().get(), model, target, ErasureMethod.AUTO, ErasureRequest.RESTORE);
    ErasureSubmission submission = submission(
        request, digests.payload(payload(request)), Extent.UNCOUNTED, received,
        received.plus(parts.config().legalTerm()), null);
    return accepted(submission, false, parts.newPhases(model, 1));
  }

  /** What a request would do, were it carried out now. */
  ErasurePlan validate(ErasureRequest request) {
    Optional<Erasure> known = parts.ledger().findByRequest(request.requestId());
    if (known.isPresent()) {
      same(known.get(), digests.payload(payload(request)));
    }
    try (ModelHandle handle = parts.registry().acquire(request.model())) {
      ModelVersion version = handle.version();
      Extent named = check.check(request, version);
      ErasureSolver.Job job = new ErasureSolver.Job(
          version.content(), version.manifest().training(), List.of(request.target()),
          request.method());
      return Plans.of(version, job, parts.solver(), named);
    } catch (LetheException unserved) {
      return ErasurePlan.unserved(extentUnserved(request, unserved).interactions());
    }
  }

  private ErasureSubmission submission(
      ErasureRequest request, String digest, Extent extent, Instant received, Instant expires,
      @Nullable ErasureId retries) {
    return new ErasureSubmission(
        new ErasureId(parts.time().ids().get()), request, digest,
        digests.tombstones(request.model(), request.target()), received, received, expires, extent,
        retries, false);
  }

  private Erasure accepted(ErasureSubmission submission, boolean limited, PhaseLog phases) {
    return switch (lanes.apply(submission.request().model()).accept(submission, limited, phases)) {
      case Acceptance.Accepted(Erasure erasure) -> erasure;
      case Acceptance.Repeated(Erasure erasure) -> current(erasure);
      case Acceptance.Conflicting() -> throw reused();
    };
  }

  /** What a request names of the version that answers, or else of the log. */
  private Extent extent(ErasureRequest request) {
    try (ModelHandle handle = parts.registry().acquire(request.model())) {
      return check.check(request, handle.version());
    } catch (LetheException unserved) {
      return extentUnserved(request, unserved);
    }
  }

  /**
   * By the log; unknown where that is damaged, so that nothing has to be repaired to be asked. A
   * ledger that has lost erasures takes no more: a backup will replace it.
   */
  private Extent extentUnserved(ErasureRequest request, LetheException unserved) {
    boolean acceptable = unserved.kind() == ErrorKind.MODEL_NOT_FOUND
        || unserved.kind() == ErrorKind.MODEL_NOT_READY;
    if (!acceptable || receipts.refusal().isPresent() || !log.models().contains(request.model())) {
      throw unserved;
    }
    try {
      return check.checkInLog(request);
    } catch (LetheException unreadable) {
      if (unreadable.kind() != ErrorKind.CHECKPOINT_DAMAGED) {
        throw unreadable;
      }
      return Extent.UNCOUNTED;
    }
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

  private Erasure current(Erasure erasure) {
    return parts.board().find(erasure.id()).orElse(erasure);
  }
}
