package io.lethe.server.grpc.interaction;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.learning.Learner;
import io.lethe.engine.model.ModelName;
import io.lethe.server.grpc.GrpcServices;
import io.lethe.server.grpc.PageTokens;
import io.lethe.server.grpc.ResourceNames;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.AppendInteractionsResponse.Outcome;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.ImportInteractionsResponse;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.ListInteractionsResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Interactions on the wire: translates, and nothing else. */
public final class InteractionEndpoint extends InteractionServiceGrpc.InteractionServiceImplBase
    implements
      GrpcServices.EndingService {

  /** Longest wait of a call that asks for it, and of the time that it has. */
  private static final Duration LEARNED_WITHIN = Duration.ofSeconds(10);
  private static final double WAITED_SHARE = 0.9;

  private final InteractionIntake intake;
  private final UserInteractions held;
  private final Learner learner;
  private volatile boolean ending;

  /** Of an engine's door, what it holds, and what learns of it. */
  public InteractionEndpoint(InteractionIntake intake, UserInteractions held, Learner learner) {
    this.learner = learner;
    this.intake = intake;
    this.held = held;
  }

  @Override
  public void appendInteractions(
      AppendInteractionsRequest request, StreamObserver<AppendInteractionsResponse> observer) {
    AppendInteractionsResponse.Builder response = AppendInteractionsResponse.newBuilder();
    AppendOrder order = order(request);
    intake.append(order).forEach(outcome -> response.addOutcomes(toWire(outcome)));
    if (request.getLearnAtOnce()) {
      answerLearned(order.model(), response, observer);
    } else {
      observer.onNext(response.build());
      observer.onCompleted();
    }
  }

  /** Another thread answers: the caller may be gone by then. */
  private void answerLearned(
      ModelName model, AppendInteractionsResponse.Builder response,
      StreamObserver<AppendInteractionsResponse> observer) {
    if (observer instanceof ServerCallStreamObserver<AppendInteractionsResponse> call) {
      call.setOnCancelHandler(() -> {});
    }
    var _ = learner.upTo(model, intake.recent().rowsSince(model, 0))
        .completeOnTimeout(false, waitMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(learned -> {
          observer.onNext(response.setLearned(learned).build());
          observer.onCompleted();
        });
  }

  /** Some of the call's time is left to answer that it was not learned. */
  private static long waitMillis() {
    Deadline deadline = Context.current().getDeadline();
    long left = deadline == null
        ? Long.MAX_VALUE
        : (long) (WAITED_SHARE * deadline.timeRemaining(TimeUnit.MILLISECONDS));
    return Math.clamp(left, 0, LEARNED_WITHIN.toMillis());
  }

  private static AppendOrder order(AppendInteractionsRequest request) {
    return new AppendOrder(
        ResourceNames.model("model", request.getModel()),
        ResourceNames.requestId("request_id", request.getRequestId()),
        WireInteractions.rows(request.getInteractionsList()),
        WireInteractions.repeats(request.getRepeats(), request.getRepeatsValue()),
        WireInteractions.weights(request.getEventWeightsMap()), AppendOrder.BadRows.REFUSE_ORDER);
  }

  private static Outcome toWire(AppendOutcome outcome) {
    return switch (outcome) {
      case STORED -> Outcome.OUTCOME_STORED;
      case REPLACED -> Outcome.OUTCOME_REPLACED;
      case UNCHANGED -> Outcome.OUTCOME_UNCHANGED;
      case OLDER -> Outcome.OUTCOME_OLDER;
      case SUPPRESSED -> Outcome.OUTCOME_SUPPRESSED;
      case IGNORED -> Outcome.OUTCOME_IGNORED;
      case REFUSED -> Outcome.OUTCOME_REFUSED;
    };
  }

  @Override
  public StreamObserver<ImportInteractionsRequest> importInteractions(
      StreamObserver<ImportInteractionsResponse> observer) {
    return new ImportStream(
        intake, () -> ending, (ServerCallStreamObserver<ImportInteractionsResponse>) observer);
  }

  @Override
  public void endStreams() {
    ending = true;
  }

  @Override
  public void listInteractions(
      ListInteractionsRequest request, StreamObserver<ListInteractionsResponse> observer) {
    ModelName model = ResourceNames.model("model", request.getModel());
    PageTokens.Page<AppendOrder.Row> page = new PageTokens("interactions of " + model).page(
        () -> held.of(model, request.getUser()), request.getPageSize(), request.getPageToken());
    ListInteractionsResponse.Builder response = ListInteractionsResponse.newBuilder()
        .setNextPageToken(page.nextToken());
    page.rows().forEach(row -> response.addInteractions(WireInteractions.toWire(row)));
    observer.onNext(response.build());
    observer.onCompleted();
  }
}
