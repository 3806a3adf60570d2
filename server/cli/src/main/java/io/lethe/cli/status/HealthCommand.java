package io.lethe.cli.status;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.client.LetheClient;
import io.lethe.client.operations.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "health",
    description = {
        "Asks a running server whether it is well; ends with 1 if anything asked for is not.",
        "Needs no role. Without a name: the server, its erasures, and each model that the caller may "
            + "list; one that was never trained, or is being loaded, is no fault.",
        "A model that is named is well if it answers."})
public final class HealthCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      arity = "0..*",
      description = "Asks for these only: models/NAME, lethe.erasures, or a service such as "
          + "lethe.v1.RecommendationService.",
      paramLabel = "NAME") private List<String> names = new ArrayList<>();

  public HealthCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    List<Health> found;
    List<ModelHealth> models = List.of();
    try (LetheClient server = options.connect()) {
      List<String> asked = names.isEmpty() ? List.of("", Health.ERASURES) : names;
      found = asked.stream().map(name -> Health.of(server, name)).toList();
      if (names.isEmpty()) {
        models = StatusReport.models(server)
            .orElse(List.of())
            .stream()
            .map(model -> ModelHealth.of(server, model))
            .toList();
      }
    }
    Stream<Health> all = Stream.concat(found.stream(), models.stream().map(ModelHealth::health));
    if (!json.wrote(screen, "health", all.toList())) {
      Table table = Table.of("", "");
      found.forEach(health -> table.row(title(health), Names.words(health.state())));
      models.forEach(model -> table.row(title(model.health()), model.words()));
      screen.table(table, false);
    }
    boolean well = found.stream().allMatch(Health::serving)
        && models.stream().allMatch(ModelHealth::isWell);
    return well ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** What people call it. */
  static String title(Health health) {
    return health.name().isEmpty() ? "server" : health.name();
  }
}
