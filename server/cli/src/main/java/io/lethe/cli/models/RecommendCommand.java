package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.Fallback;
import io.lethe.client.ItemsQuery;
import io.lethe.client.LetheClient;
import io.lethe.client.RecommendQuery;
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

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(
      arity = "0..1",
      description = "The user's id.",
      paramLabel = "USER") private @Nullable String user;

  @Option(
      names = "--items",
      split = ",",
      description = "Instead of a user: ids of items, such as those a visitor has looked at.",
      paramLabel = "ITEM,...") private List<String> items = new ArrayList<>();

  @Option(
      names = "--fallback",
      description = "What answers for a user that is not known: none or popular. Default: none",
      paramLabel = "NAME") private @Nullable Fallback fallback;

  @Option(
      names = "--filter",
      defaultValue = "",
      description = "Only items that pass, in CEL: \"'tea' in categories && attributes.price < 20\"",
      paramLabel = "CONDITION") private String filter = "";

  @Option(
      names = "--because",
      arity = "0..1",
      defaultValue = "0",
      fallbackValue = "3",
      description = "Shows up to N of the user's own items that carry each recommendation, 1 to 5, "
          + "with how much lower its score would be without. N by default: 3",
      paramLabel = "N") private int because;

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
      description = "How many items, 1 to 1000. Default: 10",
      paramLabel = "N") private int number;

  public RecommendCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    String asked = user;
    if ((asked == null) == items.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "say for whom: either a user's id, or the ids of items by --items");
    }
    if (asked == null && fallback != null) {
      throw new CommandException(
          ExitCode.USAGE, "--fallback is for a user; with --items there is none");
    }
    if (asked == null && because != 0) {
      throw new CommandException(
          ExitCode.USAGE, "--because is for a user; with --items there is none");
    }
    try (LetheClient server = options.connect().byAlias(alias)) {
      String name = ServerOptions.model(server, model);
      RankedItems.show(
          screen,
          asked == null
              ? server.recommendForItems(ItemsQuery.of(name, items, number).filteredBy(filter))
              : server.recommend(
                  RecommendQuery.of(name, asked, number)
                      .filteredBy(filter)
                      .because(because)
                      .withFallback(fallback == null ? Fallback.NONE : fallback)),
          because != 0);
    }
    return ExitCode.DONE;
  }
}
