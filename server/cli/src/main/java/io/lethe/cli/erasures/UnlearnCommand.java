package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.cli.terminal.WaitNote;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasurePlan;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.Receipt;
import io.lethe.client.UnlearningMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "unlearn",
    description = {"Asks a running server to forget a user, an item, or some interactions.",
        "Once accepted, what is named is no longer served, and the model forgets it soon after. "
            + "An accepted request survives crashes. Until solving begins, 'lethe erasures cancel' "
            + "withdraws it."})
public final class UnlearnCommand implements Callable<Integer> {

  private final Screen screen;

  /** The methods, as they are typed. */
  private enum Method {
    AUTO(UnlearningMethod.SERVER_CHOICE),
    INFLUENCE(UnlearningMethod.INFLUENCE),
    RETRAIN(UnlearningMethod.RETRAIN);

    private final UnlearningMethod meant;

    Method(UnlearningMethod meant) {
      this.meant = meant;
    }
  }

  @Mixin private ServerOptions options = new ServerOptions();

  @ArgGroup(multiplicity = "1") private ForgetOptions target = new ForgetOptions();

  @Option(
      names = "--model",
      description = "Which model. Default: the only one there is.",
      paramLabel = "NAME") private @Nullable String model;

  @Option(
      names = "--method",
      defaultValue = "auto",
      description = "auto, influence or retrain. Default: auto",
      paramLabel = "METHOD") private Method method = Method.AUTO;

  @Option(
      names = "--request-id",
      description = "Give the same one to ask again after a failure: it is then done only once. "
          + "Default: a new one, which is printed.",
      paramLabel = "UUID") private @Nullable UUID requestId;

  @Option(
      names = "--validate-only",
      description = "Only says what would be done; nothing changes.") private boolean validateOnly;

  @Option(
      names = "--no-wait",
      description = "Ends when the request is accepted.") private boolean noWait;

  @Option(
      names = "--receipt",
      description = "Writes the receipt there; there must be no file yet.",
      paramLabel = "FILE") private @Nullable Path receipt;

  public UnlearnCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() throws IOException {
    if (receipt != null) {
      ReceiptFile.checkNew(receipt);
    }
    try (LetheClient server = options.connect()) {
      ErasureRequest request = request(ServerOptions.model(server, model));
      if (validateOnly) {
        plan(server.plan(request));
        return ExitCode.DONE;
      }
      screen.line(screen.faint("request id " + request.requestId()));
      ErasureHandle erasure = server.unlearn(request);
      if (noWait) {
        screen.line("%s is accepted; what it names is no longer served.".formatted(erasure.name()));
      } else {
        follow(erasure);
      }
      return ExitCode.DONE;
    }
  }

  private ErasureRequest request(String modelId) {
    UUID id = requestId == null ? UUID.randomUUID() : requestId;
    try {
      return new ErasureRequest(modelId, target.target(), method.meant, id);
    } catch (IllegalArgumentException malformed) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(malformed.getMessage()));
    }
  }

  private void follow(ErasureHandle erasure) throws IOException {
    Erasure ended;
    try (WaitNote _ = WaitNote.on(
        screen, "%s goes on at the server; 'lethe erasures %s' shows it"
            .formatted(erasure.name(), Names.shortName(erasure.name())))) {
      ended = ErasureReport.ended(erasure, this::tellIfHeld);
    }
    ErasureReport.print(screen, ended);
    ErasureReport.checkCompleted(ended);
    Receipt proof = erasure.receipt();
    StatementFacts stated = ReceiptCheck.checked(proof, null);
    screen.blank();
    screen
        .line("Assurance: %s, %s.".formatted(stated.fact("assurance"), stated.fact("which means")));
    if (receipt != null) {
      ReceiptFile.write(receipt, proof, screen);
    }
  }

  /** What waits for a second person may wait for days. */
  private void tellIfHeld(Erasure erasure) {
    if (erasure.state() == Erasure.State.HELD) {
      screen.line(
          ("Held, and no longer served: it names %s, and with it the caller's requests of a day name "
              + "more than one caller may erase alone (settings approval.interactions-above, "
              + "approval.share-above). Another caller approves it with 'lethe erasures approve %s'; "
              + "'lethe erasures cancel' takes it back.")
              .formatted(ErasureReport.named(erasure), erasure.name()));
    }
  }

  private void plan(ErasurePlan plan) {
    screen
        .table(
            Table.of("", "")
                .row("method", method(plan))
                .row(
                    "from", plan.baseVersion().map(Names::version).orElse("no version answers now"))
                .row("forgets", Units.count(plan.interactions(), "interaction"))
                .row(
                    "rows",
                    "%s changed, %s dropped".formatted(
                        Units.count(plan.changedRows()), Units.count(plan.droppedRows())))
                .row("selection", selection(plan))
                .row("expected", plan.expectedDuration().map(Units::duration).orElse("unknown")),
            false);
  }

  static String method(ErasurePlan plan) {
    if (plan.method() != UnlearningMethod.SERVER_CHOICE) {
      return Names.words(plan.method());
    }
    return plan.baseVersion().isEmpty()
        ? "none: no version answers"
        : "none: the active version holds nothing of it; what the model learned since its training is "
            + "learned again without it";
  }

  /** A refit and a retraining select nothing beforehand. */
  private static String selection(ErasurePlan plan) {
    if (plan.method() == UnlearningMethod.SERVER_CHOICE) {
      return "none: no parameter has to change";
    }
    return plan.selectedParameters() == 0
        ? "none: every parameter may change"
        : Units.count(plan.selectedParameters(), "parameter");
  }
}
