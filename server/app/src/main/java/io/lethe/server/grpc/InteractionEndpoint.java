package io.lethe.server.grpc;

import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.model.ModelName;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.AppendInteractionsResponse.Outcome;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.ListInteractionsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Interactions on the wire: translates, and nothing else. */
final class InteractionEndpoint extends InteractionServiceGrpc.InteractionServiceImplBase {

  private static final float VALUE_DEFAULT = 1;

  private final InteractionIntake intake;
  private final UserInteractions held;

  InteractionEndpoint(InteractionIntake intake, UserInteractions held) {
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
    List<AppendOrder.Row> rows = new ArrayList<>(request.getInteractionsCount());
    for (int k = 0; k < request.getInteractionsCount(); k++) {
      InteractionRow row = request.getInteractions(k);
      rows.add(
          new AppendOrder.Row(
              row.getUser(), row.getItem(), row.hasValue() ? row.getValue() : VALUE_DEFAULT,
              row.hasTime()
                  ? WireTimes.instant("interactions[%d].time".formatted(k), row.getTime())
                  : null));
    }
    return new AppendOrder(
        ResourceNames.model("model", request.getModel()),
        ResourceNames.requestId(request.getRequestId()), rows, repeats(request));
  }

  private static io.lethe.engine.model.Repeats repeats(AppendInteractionsRequest request) {
    return switch (request.getRepeats()) {
      case REPEATS_UNSPECIFIED, REPEATS_LATEST -> io.lethe.engine.model.Repeats.LATEST;
      case REPEATS_FIRST -> io.lethe.engine.model.Repeats.FIRST;
      case REPEATS_SUM -> io.lethe.engine.model.Repeats.SUM;
      case REPEATS_MAX -> io.lethe.engine.model.Repeats.MAX;
      case UNRECOGNIZED -> throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "repeats is %d; a value of Repeats is needed".formatted(request.getRepeatsValue()),
          Map.of("field", "repeats"));
    };
  }

  private static Outcome toWire(AppendOutcome outcome) {
    return switch (outcome) {
      case STORED -> Outcome.OUTCOME_STORED;
      case REPLACED -> Outcome.OUTCOME_REPLACED;
      case UNCHANGED -> Outcome.OUTCOME_UNCHANGED;
      case SUPPRESSED -> Outcome.OUTCOME_SUPPRESSED;
    };
  }

  @Override
  public void listInteractions(
      ListInteractionsRequest request, StreamObserver<ListInteractionsResponse> observer) {
    ModelName model = ResourceNames.model("model", request.getModel());
    PageTokens.Page<AppendOrder.Row> page = new PageTokens("interactions of " + model).page(
        () -> held.of(model, request.getUser()), request.getPageSize(), request.getPageToken());
    ListInteractionsResponse.Builder response = ListInteractionsResponse.newBuilder()
        .setNextPageToken(page.nextToken());
    for (AppendOrder.Row row : page.rows()) {
      response.addInteractions(
          InteractionRow.newBuilder()
              .setUser(row.user())
              .setItem(row.item())
              .setValue(row.value()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }
}
