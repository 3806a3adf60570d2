package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import io.lethe.engine.model.ModelName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {"Deletes a model of a running server for good: its versions and interactions.",
        "Receipts and the digests of what was erased from it stay; a model imported later under "
            + "the same name is left without what was erased."})
public final class DeleteCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(description = "The model.", paramLabel = "MODEL") private String model = "";

  @Option(
      names = "--yes",
      description = "Says that it is meant: nothing brings the model back but a backup.") private boolean meant;

  public DeleteCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    ModelName name = Names.model(model);
    try (LetheClient server = options.connect()) {
      if (!meant) {
        // What is not there is told first.
        var _ = server.model(name.toString());
        throw new CommandException(
            ExitCode.USAGE,
            "%s would be deleted for good; add --yes if that is meant".formatted(name));
      }
      server.deleteModel(name.toString());
      screen.line("%s is deleted.".formatted(name));
    }
    return ExitCode.DONE;
  }
}
