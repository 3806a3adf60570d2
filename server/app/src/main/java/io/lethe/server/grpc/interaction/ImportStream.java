package io.lethe.server.grpc.interaction;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.InteractionImport;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.server.grpc.ResourceNames;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.ImportInteractionsResponse;
import io.lethe.v1.RefusedInteraction;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller who imports: every message is answered when its rows are durable, and the next one is asked
 * for when the transport takes answers, so that of a caller who never reads few answers wait here. Such a
 * caller's call ends as one whose message does not come. Confined to its call.
 */
final class ImportStream implements StreamObserver<ImportInteractionsRequest> {

  /** Refused rows that one answer names; all are counted. */
  private static final int NAMED_MAX = 100;

  private final InteractionIntake intake;
  private final BooleanSupplier ending;
  private final ServerCallStreamObserver<ImportInteractionsResponse> answers;
  private InteractionImport.@Nullable Source source;
  private @Nullable InteractionImport rows;
  private boolean failed;
  private boolean waitsForReader;

  /**
   * Nothing has come yet, and the first message is asked for. Within the call's begin only.
   *
   * @param ending whether the server goes down
   */
  ImportStream(
      InteractionIntake intake, BooleanSupplier ending,
      ServerCallStreamObserver<ImportInteractionsResponse> answers) {
    this.intake = intake;
    this.ending = ending;
    this.answers = answers;
    answers.disableAutoRequest();
    answers.setOnReadyHandler(this::onReady);
    answers.request(1);
  }

  /** A failure ends the call; what still arrives of it is not looked at. */
  @Override
  public void onNext(ImportInteractionsRequest message) {
    if (failed) {
      return;
    }
    failed = true;
    ImportInteractionsResponse answer = take(message);
    failed = false;
    answers.onNext(answer);
    waitsForReader = true;
    onReady();
  }

  /** Called again, after this message's call, when the transport takes answers again. */
  private void onReady() {
    if (waitsForReader && answers.isReady()) {
      waitsForReader = false;
      answers.request(1);
    }
  }

  private ImportInteractionsResponse take(ImportInteractionsRequest message) {
    if (ending.getAsBoolean()) {
      throw new LetheException(
          ErrorKind.SHUTTING_DOWN, "the server is going down; go on with the import later");
    }
    if (message.getInteractionsCount() > AppendOrder.ROWS_MAX) {
      throw new LetheException(
          ErrorKind.ITEMS_OUT_OF_RANGE,
          "interactions: %d of them; 0 to %d are allowed"
              .formatted(message.getInteractionsCount(), AppendOrder.ROWS_MAX),
          Map.of(
              "field", "interactions", "items", String.valueOf(message.getInteractionsCount()),
              "min", "0", "max", String.valueOf(AppendOrder.ROWS_MAX)));
    }
    InteractionImport all = rows(message);
    List<InteractionImport.Refused> refused = all
        .take(message.getPosition(), WireInteractions.rows(message.getInteractionsList()));
    return answer(all, refused);
  }

  private InteractionImport rows(ImportInteractionsRequest message) {
    InteractionImport.Source named = new InteractionImport.Source(
        ResourceNames.model("model", message.getModel()),
        ResourceNames.requestId("import_id", message.getImportId()),
        WireInteractions.repeats(message.getRepeats(), message.getRepeatsValue()),
        WireInteractions.weights(message.getEventWeightsMap()));
    if (rows == null) {
      source = named;
      rows = intake.resume(named);
    } else if (!named.equals(source)) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "model, import_id, repeats and event_weights must be those of the stream's first message",
          Map.of("field", "import_id"));
    }
    return rows;
  }

  private static ImportInteractionsResponse answer(
      InteractionImport all, List<InteractionImport.Refused> refused) {
    Map<AppendOutcome, Long> counts = all.counts();
    ImportInteractionsResponse.Builder answer = ImportInteractionsResponse.newBuilder()
        .setPosition(all.position())
        .setStored(counts.getOrDefault(AppendOutcome.STORED, 0L))
        .setReplaced(counts.getOrDefault(AppendOutcome.REPLACED, 0L))
        .setUnchanged(counts.getOrDefault(AppendOutcome.UNCHANGED, 0L))
        .setOlder(counts.getOrDefault(AppendOutcome.OLDER, 0L))
        .setIgnored(counts.getOrDefault(AppendOutcome.IGNORED, 0L))
        .setSuppressed(counts.getOrDefault(AppendOutcome.SUPPRESSED, 0L))
        .setRefused(counts.getOrDefault(AppendOutcome.REFUSED, 0L));
    refused.stream()
        .limit(NAMED_MAX)
        .forEach(
            row -> answer.addRefusedInteractions(
                RefusedInteraction.newBuilder()
                    .setPosition(row.position())
                    .setReason(row.reason())));
    return answer.build();
  }

  /** Its caller has gone; what was answered is durable. */
  @Override
  public void onError(Throwable gone) {
    failed = true;
  }

  @Override
  public void onCompleted() {
    if (!failed) {
      answers.onCompleted();
    }
  }
}
