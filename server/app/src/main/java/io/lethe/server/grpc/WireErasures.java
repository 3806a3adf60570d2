package io.lethe.server.grpc;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureProgress;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.work.Phase;
import io.lethe.v1.Erasure.State;
import io.lethe.v1.ErasurePhase;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.UnlearnMetadata;
import io.lethe.v1.UnlearnPlan;
import io.lethe.v1.UnlearningMethod;
import java.util.Arrays;
import java.util.Optional;

/** Erasures, to and from the wire. */
final class WireErasures {

  private WireErasures() {}

  static io.lethe.v1.Erasure of(Erasure erasure) {
    ErasureFacts facts = erasure.facts();
    ErasureProgress progress = erasure.progress();
    io.lethe.v1.Erasure.Builder wire = io.lethe.v1.Erasure.newBuilder()
        .setName(ResourceNames.of(erasure.id()))
        .setModel(ResourceNames.of(facts.model()))
        .setState(state(erasure.state()))
        .setRequestedMethod(method(facts.requestedMethod()))
        .setErasurePosition(facts.position())
        .setRequester(facts.requester())
        .setExpireTime(WireTimes.of(facts.expires()))
        .setInteractionCount(facts.extent().interactions())
        .setModelInteractionCount(facts.extent().ofModel());
    ties(wire, facts);
    milestones(wire, progress.milestones());
    if (progress.base() != null) {
      wire.setBaseVersion(ResourceNames.of(progress.base()));
    }
    if (progress.outcome() != null) {
      outcome(wire, progress.outcome());
    }
    progress.phases().forEach(phase -> wire.addPhases(phase(phase)));
    if (progress.failure() != null) {
      wire.setFailureReason(reason(progress.failure()))
          .setFailureMessage(progress.failure().message());
    }
    return wire.build();
  }

  private static void ties(io.lethe.v1.Erasure.Builder wire, ErasureFacts facts) {
    if (facts.approver() != null) {
      wire.setApprover(facts.approver());
    }
    if (facts.retry().of() != null) {
      wire.setRetriedErasure(ResourceNames.of(facts.retry().of()));
    }
    if (facts.retry().by() != null) {
      wire.setRetryingErasure(ResourceNames.of(facts.retry().by()));
    }
  }

  private static void milestones(io.lethe.v1.Erasure.Builder wire, Milestones milestones) {
    wire.setReceiveTime(WireTimes.of(milestones.received()));
    if (milestones.contained() != null) {
      wire.setContainTime(WireTimes.of(milestones.contained()));
    }
    if (milestones.unlearned() != null) {
      wire.setUnlearnTime(WireTimes.of(milestones.unlearned()));
    }
    if (milestones.purged() != null) {
      wire.setPurgeTime(WireTimes.of(milestones.purged()));
    }
  }

  private static void outcome(io.lethe.v1.Erasure.Builder wire, ErasureOutcome outcome) {
    wire.setUsedMethod(method(outcome.method()))
        .setInteractionCount(outcome.forgotten())
        .setChangedRowCount(outcome.changedRows())
        .setDroppedRowCount(outcome.droppedRows());
    if (outcome.base() != null) {
      wire.setBaseVersion(ResourceNames.of(outcome.base()));
    }
    if (outcome.unlearned() != null) {
      wire.setUnlearnedVersion(ResourceNames.of(outcome.unlearned()));
    }
  }

  private static ErasurePhase phase(Phase phase) {
    return ErasurePhase.newBuilder()
        .setName(phase.name())
        .setDuration(WireTimes.of(phase.duration()))
        .build();
  }

  private static ErrorReason reason(Failure failure) {
    return ErrorReason.valueOf(failure.kind().name());
  }

  static UnlearnMetadata metadata(Erasure erasure) {
    io.lethe.v1.Erasure wire = of(erasure);
    UnlearnMetadata.Builder metadata = UnlearnMetadata.newBuilder()
        .setErasure(wire.getName())
        .setState(wire.getState())
        .setReceiveTime(wire.getReceiveTime());
    if (wire.hasContainTime()) {
      metadata.setContainTime(wire.getContainTime());
    }
    if (wire.hasUnlearnTime()) {
      metadata.setUnlearnTime(wire.getUnlearnTime());
    }
    if (wire.hasPurgeTime()) {
      metadata.setPurgeTime(wire.getPurgeTime());
    }
    return metadata.build();
  }

  static UnlearnPlan plan(ErasurePlan plan) {
    UnlearnPlan.Builder wire = UnlearnPlan.newBuilder()
        .setMethod(method(plan.method()))
        .setInteractionCount(plan.interactions())
        .setChangedRowCount(plan.changedRows())
        .setDroppedRowCount(plan.droppedRows())
        .setSelectedParameterCount(plan.selectedParameters());
    if (plan.base() != null) {
      wire.setBaseVersion(ResourceNames.of(plan.base()));
    }
    if (plan.expected() != null) {
      wire.setExpectedDuration(WireTimes.of(plan.expected()));
    }
    return wire.build();
  }

  static State state(ErasureState state) {
    return switch (state) {
      case HELD -> State.STATE_HELD;
      case RECEIVED -> State.STATE_RECEIVED;
      case SOLVING -> State.STATE_SOLVING;
      case VERIFYING -> State.STATE_VERIFYING;
      case RETRAINING -> State.STATE_RETRAINING;
      case PUBLISHING -> State.STATE_PUBLISHING;
      case LIVE -> State.STATE_LIVE;
      case COMPLETED -> State.STATE_COMPLETED;
      case FAILED -> State.STATE_FAILED;
      case CANCELLED -> State.STATE_CANCELLED;
    };
  }

  /** Empty of a number that the contract does not have. */
  static Optional<ErasureState> state(State state) {
    return Arrays.stream(ErasureState.values()).filter(each -> state(each) == state).findFirst();
  }

  static UnlearningMethod method(ErasureMethod method) {
    return switch (method) {
      case AUTO -> UnlearningMethod.UNLEARNING_METHOD_UNSPECIFIED;
      case INFLUENCE -> UnlearningMethod.UNLEARNING_METHOD_INFLUENCE;
      case RETRAIN -> UnlearningMethod.UNLEARNING_METHOD_RETRAIN;
    };
  }
}
