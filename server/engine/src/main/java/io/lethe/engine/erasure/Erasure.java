package io.lethe.engine.erasure;

import static io.lethe.engine.erasure.ErasureState.CANCELLED;
import static io.lethe.engine.erasure.ErasureState.COMPLETED;
import static io.lethe.engine.erasure.ErasureState.FAILED;
import static io.lethe.engine.erasure.ErasureState.HELD;
import static io.lethe.engine.erasure.ErasureState.LIVE;
import static io.lethe.engine.erasure.ErasureState.RECEIVED;
import static io.lethe.engine.erasure.ErasureState.SOLVING;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureFacts.Retry;
import io.lethe.engine.work.Phase;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State and result of an erasure request, and the only place that says which state follows which.
 * Immutable; every transition returns the next value, or throws {@link LetheException} with the
 * state and what was asked. Holds no personal data.
 *
 * @param receipt null until {@code COMPLETED}; a {@code FAILED} erasure gets one later
 */
public record Erasure(
    ErasureId id, ErasureFacts facts, ErasureProgress progress, @Nullable Receipt receipt) {

  private static final Set<ErasureState> PENDING = EnumSet.of(RECEIVED, SOLVING);

  /**
   * A new erasure: {@code RECEIVED} at a position, or {@code HELD} without one.
   *
   * @param nextPosition the next free position of the model
   */
  public static Erasure accepted(ErasureSubmission submission, long nextPosition) {
    boolean held = submission.held();
    ErasureRequest request = submission.request();
    ErasureFacts facts = new ErasureFacts(
        request.requestId(), submission.payloadDigest(), request.model(), held ? 0 : nextPosition,
        submission.target().kind(), request.method(), submission.extent(),
        new Retry(submission.retries(), null), request.requester(), submission.expires(), null);
    ErasureProgress progress = new ErasureProgress(
        held ? HELD : RECEIVED, Milestones.accepted(submission.received(), submission.contained()),
        null, 0, null, List.of(), null);
    return new Erasure(submission.id(), facts, progress, null);
  }

  /** Where the erasure is. */
  public ErasureState state() {
    return progress.state();
  }

  /**
   * This erasure after a step.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_CANCELLABLE} for a cancellation of an erasure
   *     that is begun or ended, {@code CONCURRENT_CHANGE} for another step in the wrong state
   */
  public Erasure after(ErasureStep step) {
    return switch (step) {
      case ErasureStep.Cancelled _ -> cancelled();
      case ErasureStep.Begun begun -> begun(begun);
      case ErasureStep.AttemptForgotten forgotten -> attemptForgotten(forgotten);
      case ErasureStep.Failed failed -> failed(failed);
      case ErasureStep.Live live -> live(live);
      case ErasureStep.Completed completed -> completed(completed);
      case ErasureStep.Attested attested -> attested(attested);
    };
  }

  /**
   * Releases a held erasure: {@code RECEIVED} at a position. One that was approved before is
   * returned as it is.
   *
   * @param nextPosition the next free position of the model
   * @throws LetheException of kind {@code ERASURE_NOT_HELD} if the erasure never was held or is
   *     cancelled; else of kind {@code APPROVER_IS_REQUESTER} if its requester approves
   */
  public Erasure approved(String approver, long nextPosition) {
    boolean released = facts.approver() != null && state() != CANCELLED;
    if (!released) {
      require(ErrorKind.ERASURE_NOT_HELD, "approved", EnumSet.of(HELD));
    }
    // A name in another case may be the same person's at the identity provider.
    if (facts.requester().equalsIgnoreCase(approver)) {
      throw new LetheException(
          ErrorKind.APPROVER_IS_REQUESTER,
          "erasure %s was asked for by the same principal".formatted(id),
          Map.of("erasure", id.toString()));
    }
    return released
        ? this
        : new Erasure(id, facts.approved(approver, nextPosition), progress.in(RECEIVED), receipt);
  }

  private Erasure cancelled() {
    require(ErrorKind.ERASURE_NOT_CANCELLABLE, "cancelled", EnumSet.of(HELD, RECEIVED, CANCELLED));
    return with(progress.in(CANCELLED));
  }

  private Erasure begun(ErasureStep.Begun step) {
    require("begun", PENDING);
    return with(
        new ErasureProgress(
            SOLVING, progress.milestones(), step.base(), step.attempt(), null, progress.phases(),
            null));
  }

  private Erasure attemptForgotten(ErasureStep.AttemptForgotten step) {
    require("given an attempt less", PENDING);
    return with(
        new ErasureProgress(
            state(), progress.milestones(), progress.base(), step.attempts(), progress.outcome(),
            progress.phases(), progress.failure()));
  }

  private Erasure failed(ErasureStep.Failed step) {
    require("given up", PENDING);
    Milestones times = new Milestones(received(), step.contained(), null, null);
    return with(
        new ErasureProgress(
            FAILED, times, progress.base(), progress.attempts(), null, step.phases(),
            step.failure()));
  }

  private Erasure live(ErasureStep.Live step) {
    require("live", PENDING);
    Milestones times = new Milestones(received(), step.contained(), step.unlearned(), null);
    return with(
        new ErasureProgress(
            LIVE, times, step.outcome().base(), progress.attempts(), step.outcome(), step.phases(),
            null));
  }

  private Erasure completed(ErasureStep.Completed step) {
    require("completed", EnumSet.of(LIVE));
    Milestones times = new Milestones(
        received(), progress.milestones().contained(), step.unlearned(), step.purged());
    ErasureProgress done = new ErasureProgress(
        COMPLETED, times, progress.base(), progress.attempts(), progress.outcome(), step.phases(),
        null);
    return new Erasure(id, facts, done, step.receipt());
  }

  private Erasure attested(ErasureStep.Attested step) {
    require("attested", EnumSet.of(FAILED));
    if (receipt != null) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "erasure %s is attested already".formatted(id),
          Map.of("erasure", id.toString(), "state", state().name()));
    }
    return new Erasure(id, facts, progress, step.receipt());
  }

  /**
   * With the times that the accepting process knows before a ledger does.
   *
   * @param since from then on what is erased is not served
   * @param phases where the time went until now
   */
  public Erasure contained(Instant since, List<Phase> phases) {
    Milestones times = new Milestones(received(), since, null, null);
    return with(
        new ErasureProgress(
            state(), times, progress.base(), progress.attempts(), progress.outcome(), phases,
            progress.failure()));
  }

  /**
   * A solving erasure further on its way; told to watchers, kept by no ledger.
   *
   * @param next {@code VERIFYING}, {@code RETRAINING} or {@code PUBLISHING}
   */
  public Erasure reached(ErasureState next) {
    require(next.name(), EnumSet.of(SOLVING));
    if (next.durable()) {
      throw new IllegalArgumentException(next + " is reached by a step that a ledger is told");
    }
    return with(progress.in(next));
  }

  /**
   * A live erasure whose version answers; a ledger is told with the completion.
   *
   * @param unlearned when the version answered; replaces the time of the commit
   * @param phases all of them, replacing those told before
   */
  public Erasure answering(Instant unlearned, List<Phase> phases) {
    require("answering", EnumSet.of(LIVE));
    Milestones times = new Milestones(
        received(), progress.milestones().contained(), unlearned, null);
    return with(
        new ErasureProgress(
            LIVE, times, progress.base(), progress.attempts(), progress.outcome(), phases, null));
  }

  /** Received again: a backup without the version that carried the erasure out was put back. */
  public Erasure returned() {
    require("returned", EnumSet.of(SOLVING, LIVE));
    Milestones times = new Milestones(received(), progress.milestones().contained(), null, null);
    return with(
        new ErasureProgress(
            RECEIVED, times, null, progress.attempts(), null, progress.phases(), null));
  }

  /**
   * A failed erasure that another one takes up: the target is the other's from then on.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FAILED}, or {@code RECEIPT_NOT_READY} while the
   *     failure is not attested
   */
  public Erasure retriedBy(ErasureId other) {
    require(ErrorKind.ERASURE_NOT_FAILED, "retried", EnumSet.of(FAILED));
    if (receipt == null) {
      throw new LetheException(
          ErrorKind.RECEIPT_NOT_READY, "erasure %s failed and is not attested yet".formatted(id),
          Map.of("erasure", id.toString(), "state", state().name()));
    }
    return new Erasure(id, facts.retriedBy(other), progress, receipt);
  }

  /** Whether a ledger keeps what the erasure names, to contain it and to purge it. */
  public boolean keepsTarget() {
    return state().keepsTarget() && facts.retry().by() == null;
  }

  private Instant received() {
    return progress.milestones().received();
  }

  private Erasure with(ErasureProgress next) {
    return new Erasure(id, facts, next, receipt);
  }

  private void require(String asked, Set<ErasureState> allowed) {
    require(ErrorKind.CONCURRENT_CHANGE, asked, allowed);
  }

  private void require(ErrorKind kind, String asked, Set<ErasureState> allowed) {
    if (!allowed.contains(state())) {
      throw new LetheException(
          kind, "erasure %s is %s and cannot be %s".formatted(id, state(), asked),
          Map.of("erasure", id.toString(), "state", state().name()));
    }
  }
}
