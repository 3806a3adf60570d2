package io.lethe.cli.models;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import io.lethe.client.SimilarItemsQuery;
import io.lethe.client.catalog.CatalogClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "similar",
    description = "Asks a running server for the items that go with an item.")
public final class SimilarCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(description = "The item's id.", paramLabel = "ITEM") private String item = "";

  @Option(
      names = "--filter",
      defaultValue = "",
      description = ItemFilter.HELP,
      paramLabel = "CONDITION") private String filter = "";

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

  public SimilarCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    RankedItems.checkNumber(number);
    try (LetheClient server = options.connect().byAlias(alias)) {
      String name = ServerOptions.model(server, model);
      ItemFilter condition = new ItemFilter(filter);
      RankedItems.show(
          screen, json,
          condition.told(
              () -> server
                  .similarItems(SimilarItemsQuery.of(name, item, number).filteredBy(filter))),
          false, () -> condition.leftNothing(CatalogClient.of(server, name)));
    }
    return ExitCode.DONE;
  }
}
