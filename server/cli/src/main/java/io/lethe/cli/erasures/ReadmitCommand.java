package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "readmit",
    description = {"Lets what was erased count again from now on.",
        "What a user does that comes back counts, and an article that is sold again. What happened"
            + " before stays suppressed for ever: of imported rows those count whose time is later. A"
            + " later erasure ends it."})
public final class ReadmitCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @ArgGroup(multiplicity = "1") private ForgetOptions target = new ForgetOptions();

  @Option(
      names = "--model",
      description = "Which model. Default: the only one there is.",
      paramLabel = "NAME") private @Nullable String model;

  public ReadmitCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    try (LetheClient server = options.connect()) {
      int readmitted = server.readmit(ServerOptions.model(server, model), target.target());
      screen.line(
          readmitted == 0
              ? "Nothing changed: it was never erased, or it counts again already."
              : "What happens from now on counts again; what happened before stays suppressed.");
    }
    return ExitCode.DONE;
  }
}
