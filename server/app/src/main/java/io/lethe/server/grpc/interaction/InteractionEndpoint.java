package io.lethe.server.grpc.interaction;

import io.grpc.stub.StreamObserver;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.model.ModelName;
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

/** Interactions on the wire: translates, and nothing else. */
public final class InteractionEndpoint extends InteractionServiceGrpc.InteractionServiceImplBase {

  private final InteractionIntake intake;
  private final UserInteractions held;
  private volatile boolean ending;

  /** Of an engine's door and what it holds. */
  public InteractionEndpoint(InteractionIntake intake, UserInteractions held) {
    this.intake = intake;
    this.held = held;
  }

  @Override
  public void appendInteractions(
      AppendInteractionsRequest request, StreamObserver<AppendInteractionsResponse> observer) {
    AppendInteractionsResponse.Builder response = AppendInteractionsResponse.newBuilder();
    intake.append(order(request)).forEach(outcome -> response.addOutcomes(toWire(outcome)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static AppendOrder order(AppendInteractionsRequest request) {
    return new AppendOrder(
        ResourceNames.model("model", request.getModel()),
        ResourceNames.requestId("request_id", request.getRequestId()),
        WireInteractions.rows(request.getInteractionsList()),
        WireInteractions.repeats(request.getRepeats(), request.getRepeatsValue()));
  }

  private static Outcome toWire(AppendOutcome outcome) {
    return switch (outcome) {
      case STORED -> Outcome.OUTCOME_STORED;
      case REPLACED -> Outcome.OUTCOME_REPLACED;
      case UNCHANGED -> Outcome.OUTCOME_UNCHANGED;
      case SUPPRESSED -> Outcome.OUTCOME_SUPPRESSED;
      case REFUSED -> Outcome.OUTCOME_REFUSED;
    };
  }

  @Override
  public StreamObserver<ImportInteractionsRequest> importInteractions(
      StreamObserver<ImportInteractionsResponse> observer) {
    return new ImportStream(intake, () -> ending, observer);
  }

  /** Ends every import at its next message, because the server goes down. */
  public void endImports() {
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
