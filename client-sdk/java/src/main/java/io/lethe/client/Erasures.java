package io.lethe.client;

import com.google.longrunning.Operation;
import com.google.protobuf.Timestamp;
import io.lethe.v1.ErasurePhase;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.SearchErasuresRequest;
import io.lethe.v1.UnlearnMetadata;
import io.lethe.v1.UnlearnPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the messages of the unlearning service to our values. */
final class Erasures {

  private Erasures() {}

  static Erasure erasure(io.lethe.v1.Erasure message) {
    return new Erasure(
        message.getName(), Wire.modelId(message.getModel()), state(message.getState()),
        method(message.getRequestedMethod()), method(message.getUsedMethod()),
        new Erasure.Counts(
            message.getInteractionCount(), message.getChangedRowCount(),
            message.getDroppedRowCount(), message.getModelInteractionCount()),
        times(message), Wire.version(message.getBaseVersion()),
        Wire.version(message.getUnlearnedVersion()), message.getErasurePosition(),
        phases(message.getPhasesList()), failure(message),
        new Erasure.Parties(text(message.getRequester()), text(message.getApprover())),
        new Erasure.Retry(text(message.getRetriedErasure()), text(message.getRetryingErasure())));
  }

  /** The plan in the answer to a request that was only to be validated. */
  static ErasurePlan plan(Operation operation) {
    UnlearnPlan plan = Wire.unpack(operation.getResponse(), io.lethe.v1.Erasure.class).getPlan();
    return new ErasurePlan(
        method(plan.getMethod()), Wire.version(plan.getBaseVersion()), plan.getInteractionCount(),
        plan.getChangedRowCount(), plan.getDroppedRowCount(), plan.getSelectedParameterCount(),
        plan.hasExpectedDuration()
            ? Optional.of(Wire.duration(plan.getExpectedDuration()))
            : Optional.empty());
  }

  /** The name of the erasure that an accepted request became. */
  static String name(Operation operation) {
    return Wire.unpack(operation.getMetadata(), UnlearnMetadata.class).getErasure();
  }

  private static Erasure.Times times(io.lethe.v1.Erasure message) {
    return new Erasure.Times(
        Wire.instant(message.getReceiveTime()),
        time(message.hasContainTime(), message.getContainTime()),
        time(message.hasUnlearnTime(), message.getUnlearnTime()),
        time(message.hasPurgeTime(), message.getPurgeTime()),
        time(message.hasExpireTime(), message.getExpireTime()));
  }

  private static Optional<Instant> time(boolean present, Timestamp time) {
    return present ? Optional.of(Wire.instant(time)) : Optional.empty();
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static List<Erasure.Phase> phases(List<ErasurePhase> messages) {
    List<Erasure.Phase> phases = new ArrayList<>(messages.size());
    for (ErasurePhase message : messages) {
      phases.add(new Erasure.Phase(message.getName(), Wire.duration(message.getDuration())));
    }
    return phases;
  }

  private static Optional<Erasure.Failure> failure(io.lethe.v1.Erasure message) {
    if (message.getState() != io.lethe.v1.Erasure.State.STATE_FAILED) {
      return Optional.empty();
    }
    ErrorReason reason = message.getFailureReason();
    String name = reason == ErrorReason.UNRECOGNIZED ? "" : reason.name();
    return Optional.of(new Erasure.Failure(name, message.getFailureMessage()));
  }

  private static Erasure.State state(io.lethe.v1.Erasure.State state) {
    return switch (state) {
      case STATE_HELD -> Erasure.State.HELD;
      case STATE_RECEIVED -> Erasure.State.RECEIVED;
      case STATE_SOLVING -> Erasure.State.SOLVING;
      case STATE_VERIFYING -> Erasure.State.VERIFYING;
      case STATE_RETRAINING -> Erasure.State.RETRAINING;
      case STATE_PUBLISHING -> Erasure.State.PUBLISHING;
      case STATE_LIVE -> Erasure.State.LIVE;
      case STATE_COMPLETED -> Erasure.State.COMPLETED;
      case STATE_FAILED -> Erasure.State.FAILED;
      case STATE_CANCELLED -> Erasure.State.CANCELLED;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> Erasure.State.UNKNOWN;
    };
  }

  /** A request for the first page of a list. */
  static ListErasuresRequest list(Erasure.Filter filter) {
    ListErasuresRequest.Builder request = ListErasuresRequest.newBuilder();
    filter.model().ifPresent(model -> request.setModel(Requests.modelName(model)));
    filter.requestId().ifPresent(id -> request.setRequestId(id.toString()));
    filter.requester().ifPresent(request::setRequester);
    filter.states()
        .forEach(state -> request.addStates(io.lethe.v1.Erasure.State.valueOf("STATE_" + state)));
    filter.dueBefore().ifPresent(due -> request.setDueBefore(Wire.timestamp(due)));
    return request.build();
  }

  /** A request for the first page of a search. */
  static SearchErasuresRequest search(ForgetTarget subject) {
    SearchErasuresRequest.Builder request = SearchErasuresRequest.newBuilder();
    if (subject instanceof ForgetTarget.User user) {
      return request.setUser(user.user()).build();
    }
    if (subject instanceof ForgetTarget.Item item) {
      return request.setItem(item.item()).build();
    }
    throw new IllegalArgumentException("erasures are searched by a user or an item");
  }

  private static UnlearningMethod method(io.lethe.v1.UnlearningMethod method) {
    return switch (method) {
      case UNLEARNING_METHOD_INFLUENCE -> UnlearningMethod.INFLUENCE;
      case UNLEARNING_METHOD_RETRAIN -> UnlearningMethod.RETRAIN;
      case UNLEARNING_METHOD_UNSPECIFIED, UNRECOGNIZED -> UnlearningMethod.SERVER_CHOICE;
    };
  }
}
