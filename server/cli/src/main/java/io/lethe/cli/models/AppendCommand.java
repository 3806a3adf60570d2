package io.lethe.cli.models;

import io.lethe.cli.options.ImportIdOption;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import io.lethe.engine.model.ModelName;
import io.lethe.store.input.InteractionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "append",
    description = {"Has a running server take in interactions.",
        "The next recommendation of each user leaves them out; a model that learns between"
            + " trainings learns them about a second later, others by the next training. A model"
            + " comes into being with its first interaction. What was erased comes in again only"
            + " after 'lethe readmit'."})
public final class AppendCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Mixin private ImportIdOption importId = new ImportIdOption();

  @Parameters(
      arity = "0..1",
      description = "Rows as 'lethe import' reads them. Default, or -: standard input.",
      paramLabel = "FILE") private @Nullable Path file;

  @Option(
      names = "--model",
      required = true,
      description = "The model: a-z, 0-9 and -, beginning with a letter.",
      paramLabel = "NAME") private String model = "";

  @Option(
      names = "--learn",
      description = "Waits, up to 10 seconds, until the model has learned them, and tells whether"
          + " it has. Not with --import-id: rows are sent by 10,000 at a time, not by a"
          + " stream.") private boolean learn;

  public AppendCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ModelName name = Names.model(model);
    if (learn && importId.given()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--import-id goes on with a stream, and --learn sends none: leave one out");
    }
    InteractionFile read = file == null || file.toString().equals("-")
        ? input.read(surroundings.input())
        : input.read(file);
    input.tell(surroundings.screen(), read);
    try (LetheClient server = options.connect()) {
      if (learn) {
        LearnedInteractions
            .send(server, name.value(), read, input.repeats(), surroundings.screen());
      } else {
        SentInteractions.send(
            server, name.value(), importId.id(), read, Optional.empty(), input.repeats(),
            surroundings.screen());
      }
    }
    return ExitCode.DONE;
  }
}
