package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.engine.model.ModelName;
import io.lethe.server.grpc.remote.RemoteModel;
import io.lethe.server.grpc.remote.RemoteServer;
import io.lethe.server.grpc.remote.RemoteVersion;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = "Lists the models of a running server, or the versions of one.")
public final class ModelsCommand implements Callable<Integer> {

  private static final int DIGEST_DIGITS = 12;

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(
      arity = "0..1",
      description = "Lists the versions of this model.",
      paramLabel = "MODEL") private @Nullable String model;

  public ModelsCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    try (RemoteServer server = options.connect()) {
      if (model == null) {
        models(server.models());
      } else {
        versions(server.versions("models/" + new ModelName(model)));
      }
    }
    return ExitCode.DONE;
  }

  private void models(List<RemoteModel> models) {
    if (models.isEmpty()) {
      screen.line("No model yet; 'lethe train' makes one.");
      return;
    }
    Table table = Table
        .of("model", "state", ">active version", "plugin", ">erasures done", ">pending");
    for (RemoteModel each : models) {
      table.row(
          Names.shortName(each.name()), Names.words(each.state()),
          Names.shortName(each.activeVersion()), each.plugin(), Units.count(each.erasurePosition()),
          Units.count(each.pendingErasures()));
    }
    screen.table(table, true);
  }

  private void versions(List<RemoteVersion> versions) {
    Table table = Table.of(
        ">version", "state", "family", "made by", ">users", ">items", ">interactions",
        ">parameters", ">NDCG@10", ">Recall@20", "digest", "made at");
    for (RemoteVersion each : versions) {
      table.row(
          each.number(), each.active() ? "active" : Names.words(each.state()), each.plugin(),
          Names.words(each.origin()), Units.count(each.users()), Units.count(each.items()),
          Units.count(each.interactions()), Units.count(each.parameters()),
          VersionReport.measured(each.ndcgAt10()), VersionReport.measured(each.recallAt20()),
          each.digest().substring(0, Math.min(DIGEST_DIGITS, each.digest().length())),
          Units.time(each.created()));
    }
    screen.table(table, true);
  }
}
