package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import io.lethe.client.SimilarItemsQuery;
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

  @Parameters(description = "The item's id.", paramLabel = "ITEM") private String item = "";

  @Option(
      names = "--filter",
      defaultValue = "",
      description = "Only items that pass, in CEL: \"'tea' in categories && attributes.price < 20\"",
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
      description = "How many items, 1 to 1000. Default: 10",
      paramLabel = "N") private int number;

  public SimilarCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    try (LetheClient server = options.connect().byAlias(alias)) {
      RankedItems.show(
          screen,
          server.similarItems(
              SimilarItemsQuery.of(ServerOptions.model(server, model), item, number)
                  .filteredBy(filter)));
    }
    return ExitCode.DONE;
  }
}
