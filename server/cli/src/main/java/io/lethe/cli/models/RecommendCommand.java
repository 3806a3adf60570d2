package io.lethe.cli.models;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.Fallback;
import io.lethe.client.ItemsQuery;
import io.lethe.client.LetheClient;
import io.lethe.client.RecommendQuery;
import io.lethe.client.Recommendations;
import io.lethe.client.catalog.CatalogClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "recommend",
    description = "Asks a running server for the best items for a user, or for a list of items.")
public final class RecommendCommand implements Callable<Integer> {

  private static final int BECAUSE_MAX = 5;

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      arity = "0..1",
      description = "The user's id.",
      paramLabel = "USER") private @Nullable String user;

  @Option(
      names = "--items",
      split = ",",
      description = "Instead of a user: ids of items, such as those a visitor has looked at.",
      paramLabel = "ITEM") private List<String> items = new ArrayList<>();

  @Option(
      names = "--fallback",
      description = "What answers for a user that is not known: none or popular. Default: none",
      paramLabel = "NAME") private @Nullable Fallback fallback;

  @Option(
      names = "--filter",
      defaultValue = "",
      description = ItemFilter.HELP,
      paramLabel = "CONDITION") private String filter = "";

  @Option(
      names = "--because",
      arity = "0..1",
      fallbackValue = "3",
      description = "Shows up to N of the user's own items that carry each recommendation, 1 to 5, "
          + "with how much lower its score would be without. N by default: 3",
      paramLabel = "N") private @Nullable Integer because;

  @Option(
      names = "--alias",
      defaultValue = "",
      description = "Which alias's version is to answer, such as canary.",
      paramLabel = "ALIAS") private String alias = "";

  @Option(
      names = "--model",
      description = "Which model. Default: the only one there is.",
      paramLabel = "NAME") private @Nullable String model;

  @Option(
      names = {"-n", "--number"},
      defaultValue = "10",
      description = RankedItems.NUMBER_HELP,
      paramLabel = "N") private int number;

  public RecommendCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    check();
    ItemFilter condition = new ItemFilter(filter);
    try (LetheClient server = options.connect().byAlias(alias)) {
      String name = ServerOptions.model(server, model);
      RankedItems.show(
          screen, json, condition.told(() -> answer(server, name)), because != null,
          () -> condition.leftNothing(CatalogClient.of(server, name)));
    }
    return ExitCode.DONE;
  }

  private Recommendations answer(LetheClient server, String name) {
    String asked = user;
    return asked == null
        ? server.recommendForItems(ItemsQuery.of(name, items, number).filteredBy(filter))
        : server.recommend(
            RecommendQuery.of(name, asked, number)
                .filteredBy(filter)
                .because(because == null ? 0 : because)
                .withFallback(fallback == null ? Fallback.NONE : fallback));
  }

  private void check() {
    if ((user == null) == items.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "say for whom: either a user's id, or the ids of items by --items");
    }
    if (user == null && fallback != null) {
      throw new CommandException(
          ExitCode.USAGE, "--fallback is for a user; with --items there is none");
    }
    if (user == null && because != null) {
      throw new CommandException(
          ExitCode.USAGE, "--because is for a user; with --items there is none");
    }
    if (because != null && (because < 1 || because > BECAUSE_MAX)) {
      throw new CommandException(
          ExitCode.USAGE, "--because is %d; 1 to %d are allowed".formatted(because, BECAUSE_MAX));
    }
    RankedItems.checkNumber(number);
  }
}
