package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.server.grpc.CheckedReceipt;
import io.lethe.server.grpc.ReceiptCheck;
import io.lethe.server.grpc.remote.RemoteErasure;
import io.lethe.server.grpc.remote.RemotePlan;
import io.lethe.server.grpc.remote.RemoteServer;
import java.io.IOException;
import java.nio.file.Files;
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
            + "An accepted request survives crashes and cannot be taken back."})
public final class UnlearnCommand implements Callable<Integer> {

  private final Screen screen;

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
      paramLabel = "METHOD") private ErasureMethod method = ErasureMethod.AUTO;

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
      description = "Writes the receipt there.",
      paramLabel = "FILE") private @Nullable Path receipt;

  public UnlearnCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() throws IOException {
    try (RemoteServer server = options.connect()) {
      ModelName name = new ModelName(Names.shortName(ServerOptions.model(server, model)));
      UUID id = requestId == null ? UUID.randomUUID() : requestId;
      ErasureRequest request = new ErasureRequest(id, name, target.target(), method);
      if (validateOnly) {
        plan(server.plan(request));
        return ExitCode.DONE;
      }
      screen.line(screen.faint("request id " + id));
      String erasure = server.unlearn(request);
      if (noWait) {
        screen.line("%s is accepted; what it names is no longer served.".formatted(erasure));
        return ExitCode.DONE;
      }
      return ended(server, erasure);
    }
  }

  private int ended(RemoteServer server, String erasure) throws IOException {
    RemoteErasure ended = server.await(erasure, this::tellIfHeld);
    ErasureReport.print(screen, ended);
    if (!ended.failure().isEmpty()) {
      throw new CommandException(ExitCode.FAILED, "the erasure failed: " + ended.failure());
    }
    byte[] proof = server.receipt(erasure);
    CheckedReceipt stated = ReceiptCheck.check(proof, null);
    screen.blank();
    screen
        .line("Assurance: %s, %s.".formatted(stated.fact("assurance"), stated.fact("which means")));
    if (receipt != null) {
      Files.write(receipt, proof);
      screen.line("Receipt written to %s".formatted(receipt));
    }
    return ExitCode.DONE;
  }

  /** What waits for a second person may wait for days. */
  private void tellIfHeld(RemoteErasure erasure) {
    if (erasure.state().equals("HELD")) {
      screen.line(
          ("Held, and no longer served: it names more than one caller may erase alone (settings "
              + "approval.interactions-above, approval.share-above). Another caller approves it with "
              + "'lethe erasures approve %s'; 'lethe erasures cancel' takes it back.")
              .formatted(erasure.name()));
    }
  }

  private void plan(RemotePlan plan) {
    screen.table(
        Table.of("", "")
            .row("method", Names.words(plan.method()))
            .row("from", Names.version(plan.baseVersion()))
            .row("forgets", Units.count(plan.interactions(), "interaction"))
            .row(
                "rows",
                "%s changed, %s dropped"
                    .formatted(Units.count(plan.changedRows()), Units.count(plan.droppedRows())))
            .row("selection", selection(plan))
            .row("expected", plan.expected() == null ? "unknown" : Units.duration(plan.expected())),
        false);
  }

  /** A refit and a retraining select nothing beforehand. */
  private static String selection(RemotePlan plan) {
    return plan.selectedParameters() == 0
        ? "none: every parameter may change"
        : Units.count(plan.selectedParameters(), "parameter");
  }
}
