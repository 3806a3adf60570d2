package io.lethe.cli.status;

import io.lethe.cli.models.WaitingInteractions;
import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import io.lethe.client.Model;
import io.lethe.client.operations.Health;
import io.lethe.client.operations.RunningOperation;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = {
        "Shows how a running server is: health, models and their versions, erasures by state and what "
            + "is due, trainings under way.",
        "Ends with 1 if the server, its erasures or a model is not well."})
public final class StatusCommand implements Callable<Integer> {

  private static final int NDCG_DIGITS = 4;

  private final Screen screen;
  private final InstantSource clock;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  public StatusCommand(Surroundings surroundings, InstantSource clock) {
    this.screen = surroundings.screen();
    this.clock = clock;
  }

  @Override
  public Integer call() {
    StatusReport report;
    try (LetheClient server = options.connect()) {
      report = StatusReport.of(server, clock.instant());
    }
    if (!json.wrote(screen, report)) {
      print(report);
    }
    boolean well = report.health().stream().allMatch(Health::serving) && report.models()
        .orElse(List.of())
        .stream()
        .allMatch(each -> new ModelHealth(each.model(), each.health()).isWell());
    return well ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(StatusReport report) {
    Table health = Table.of("", "");
    report.health()
        .forEach(each -> health.row(HealthCommand.title(each), Names.words(each.state())));
    screen.table(health, false);
    report.models().ifPresentOrElse(this::models, () -> missing("Models"));
    report.erasures().ifPresentOrElse(this::erasures, () -> missing("Erasures"));
    report.trainings().ifPresentOrElse(this::trainings, () -> missing("Trainings"));
  }

  private void missing(String what) {
    screen.line("%s are not shown: the caller has no role that may list them.".formatted(what));
  }

  private void models(List<StatusReport.ModelState> models) {
    if (models.isEmpty()) {
      screen.line("No model yet; 'lethe import' and 'lethe train' make one.");
      return;
    }
    screen.blank();
    Table table = Table.of(
        "model", "state", ">version", "family", ">NDCG@10", "made at", ">interactions waiting",
        ">erasures pending");
    for (StatusReport.ModelState each : models) {
      Model model = each.model();
      table.row(
          model.id(), Names.words(model.state()), Names.number(model.activeVersion()),
          model.plugin(),
          each.ndcg().isPresent() ? Units.decimals(each.ndcg().getAsDouble(), NDCG_DIGITS) : "",
          each.made().map(Units::time).orElse(""), WaitingInteractions.of(model),
          Units.count(model.pendingErasures()));
    }
    screen.table(table, true);
    screen.blank();
  }

  private void erasures(StatusReport.Erasures erasures) {
    if (erasures.byState().isEmpty()) {
      screen.line("Erasures: all are completed.");
      return;
    }
    screen.line(
        erasures.byState()
            .entrySet()
            .stream()
            .map(entry -> Units.count(entry.getValue()) + " " + Names.words(entry.getKey()))
            .collect(Collectors.joining(", ", "Erasures: ", ".")));
    erasures.nextDue()
        .ifPresent(due -> screen.line("The next one is due at %s.".formatted(Units.time(due))));
    if (erasures.overdue() > 0) {
      screen.line(
          "%s overdue; 'lethe erasures --due-in 0' lists them."
              .formatted(Units.count(erasures.overdue())));
    }
    if (erasures.byState().containsKey(Erasure.State.FAILED)) {
      screen.line("'lethe erasures --state failed' lists those that failed.");
    }
  }

  private void trainings(List<RunningOperation> trainings) {
    if (trainings.isEmpty()) {
      screen.line("Trainings: none is under way.");
    }
    trainings.forEach(
        training -> screen.line(
            "Training of %s: %s, %s.".formatted(
                training.model(), OperationsCommand.progress(training), training.name())));
  }
}
