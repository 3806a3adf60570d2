package io.lethe.cli.models;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.Model;
import io.lethe.client.ModelVersion;
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

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      arity = "0..1",
      description = "Lists the versions of this model.",
      paramLabel = "MODEL") private @Nullable String model;

  private record Shown(Model model, List<ModelVersion> versions) {}

  public ModelsCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    try (LetheClient server = options.connect()) {
      if (model == null) {
        models(server.models().toList());
      } else {
        one(server, Names.model(model).toString());
      }
    }
    return ExitCode.DONE;
  }

  private void one(LetheClient server, String id) {
    List<ModelVersion> versions = server.versions(id).toList();
    Model shown = server.model(id);
    if (!json.wrote(screen, new Shown(shown, versions))) {
      versions(versions);
      shown.aliases().forEach(this::alias);
      shown.learning().ifPresent(learning -> learning(shown, learning));
    }
  }

  private void models(List<Model> models) {
    if (json.wrote(screen, "models", models)) {
      return;
    }
    if (models.isEmpty()) {
      screen.line("No model yet; 'lethe train' makes one.");
      return;
    }
    Table table = Table.of(
        "model", "state", ">active version", "plugin", ">erasures done", ">pending",
        ">interactions waiting");
    for (Model each : models) {
      table.row(
          each.id(), Names.words(each.state()), Names.number(each.activeVersion()), each.plugin(),
          Units.count(each.erasurePosition()), Units.count(each.pendingErasures()),
          WaitingInteractions.of(each));
    }
    screen.table(table, true);
    models.stream()
        .filter(each -> each.state() == Model.State.UNTRAINED)
        .forEach(
            each -> screen.line(
                "%1$s has interactions and no version: lethe train --model %1$s"
                    .formatted(each.id())));
  }

  private void alias(Model.Alias alias) {
    screen.line(
        "Alias %s: version %d, %s of the users%s.".formatted(
            alias.name(), alias.version().number(), AliasCommand.share(alias.basisPoints()),
            alias.answering() ? "" : "; it could not be loaded, the server's log says why"));
  }

  private void learning(Model model, Model.Learning learning) {
    if (!learning.supported()) {
      screen.line(
          "%s for the next training: its family does not learn between trainings."
              .formatted(waiting(learning)));
      return;
    }
    screen.line(
        "%sLearned since, in memory: %s. %s.".formatted(
            came(model), Units.count(learning.learnedInteractions(), "interaction"),
            waiting(learning)));
    learnsNoMore(screen, learning);
  }

  private static String came(Model model) {
    return model.notLearnedInteractions().isPresent()
        ? "Came after the training of the version that answers: %s. "
            .formatted(Units.count(model.notLearnedInteractions().getAsLong(), "interaction"))
        : "";
  }

  /** Says so, if a model learns nothing between trainings now, and why. */
  static void learnsNoMore(Screen screen, Model.Learning learning) {
    learning.refusal()
        .ifPresent(
            why -> screen
                .line("It learns no more before the next version answers: %s.".formatted(why)));
  }

  private static String waiting(Model.Learning learning) {
    long rows = learning.waitingInteractions();
    return rows == 0
        ? "None waits"
        : "%s %s".formatted(Units.count(rows, "row"), rows == 1 ? "waits" : "wait");
  }

  private static String state(ModelVersion version) {
    if (version.active()) {
      return "active";
    }
    if (version.state() != ModelVersion.State.RETIRED) {
      return version.activatable() ? "kept" : Names.words(version.state());
    }
    // As the refusals of going back to it say.
    String gone = version.holdsErasedData() ? "made before an erasure" : "destroyed";
    return version.activatable() ? "kept" : gone;
  }

  private void versions(List<ModelVersion> versions) {
    Table table = Table.of(
        ">version", "state", ">training", "family", "made by", ">users", ">items", ">interactions",
        ">parameters", ">epochs", ">NDCG@10", ">Recall@20", "digest", "made at");
    for (ModelVersion each : versions) {
      table.row(
          String.valueOf(each.name().number()), state(each),
          each.trained().map(trained -> String.valueOf(trained.number())).orElse("?"),
          each.plugin(), Names.words(each.origin()), Units.count(each.size().users()),
          Units.count(each.size().items()), Units.count(each.size().interactions()),
          Units.count(each.size().parameters()), VersionReport.epochs(each),
          VersionReport.measured(each.metrics().ndcgAt10()),
          VersionReport.measured(each.metrics().recallAt20()),
          each.digest().substring(0, Math.min(DIGEST_DIGITS, each.digest().length())),
          Units.time(each.created()));
    }
    screen.table(table, true);
    if (versions.stream().anyMatch(each -> each.activatable() && !each.active())) {
      screen.line(
          "'lethe activate %s VERSION' goes back to one that is kept; training: the version of the"
              .formatted(versions.getFirst().name().model()) + " training that it descends from.");
    }
    for (ModelVersion each : versions) {
      each.takeoverRefusal()
          .ifPresent(
              why -> screen
                  .line("Version %d did not take over: %s.".formatted(each.name().number(), why)));
      each.influenceRefusal()
          .ifPresent(
              why -> screen
                  .line("Erasures retrain version %d: %s.".formatted(each.name().number(), why)));
    }
  }
}
