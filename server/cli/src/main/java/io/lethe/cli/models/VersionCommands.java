package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.VersionName;
import io.lethe.engine.model.VersionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Going back to an earlier version. */
public final class VersionCommands {

  private VersionCommands() {}

  /** Which version is meant. */
  static final class Which {

    @Parameters(
        index = "0",
        description = "The model.",
        paramLabel = "MODEL") private String model = "";

    @Parameters(
        index = "1",
        description = "The version's number.",
        paramLabel = "VERSION") private long number;

    VersionName name() {
      VersionId version = new VersionId(Names.model(model), number);
      return new VersionName(version.model().toString(), version.number());
    }
  }

  @Command(
      name = "activate",
      description = {"Makes an earlier version the one that answers.",
          "One that holds erased data is refused. When an erasure completes, what it erased is taken"
              + " out of the newest trainings, too: 'lethe models MODEL' shows the version of each"
              + " that can be activated (kept). Until then 'lethe rebase' makes one.",
          "After going back nothing learns or trains by itself, as what came since may be why, until"
              + " 'lethe train' or going forward again."})
  public static final class Activate implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Mixin private Which which = new Which();

    public Activate(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = options.connect()) {
        answers(screen, server.activate(which.name()));
        server.model(which.model)
            .learning()
            .ifPresent(learning -> ModelsCommand.learnsNoMore(screen, learning));
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "rebase",
      description = {"Makes a new version of an earlier one, without what was erased since.",
          "It answers when the command returns. A destroyed version cannot come back."})
  public static final class Rebase implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Mixin private Which which = new Which();

    public Rebase(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = options.connect()) {
        answers(screen, server.rebase(which.name()));
      }
      return ExitCode.DONE;
    }
  }

  private static void answers(Screen screen, ModelVersion version) {
    screen.line("Version %d answers.".formatted(version.name().number()));
  }
}
