package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What people decide about one erasure of a running server. */
public final class ErasureDecisions {

  private ErasureDecisions() {}

  /** {@code lethe erasures approve}. */
  @Command(
      name = "approve",
      description = "Lets a held erasure be carried out that somebody else asked for.")
  public static final class Approve implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        description = "The erasure that waits.",
        paramLabel = "ERASURE") private String erasure = "";

    public Approve(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = options.connect()) {
        goesOn(screen, server.erasure(Names.erasure(erasure)).approve());
      }
      return ExitCode.DONE;
    }
  }

  /** {@code lethe erasures cancel}. */
  @Command(
      name = "cancel",
      description = "Takes an erasure back whose solving has not begun; what it names is served again.")
  public static final class Cancel implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        description = "The erasure to take back.",
        paramLabel = "ERASURE") private String erasure = "";

    public Cancel(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = options.connect()) {
        tell(screen, server.erasure(Names.erasure(erasure)).cancel());
      }
      return ExitCode.DONE;
    }
  }

  /** {@code lethe erasures retry}. */
  @Command(
      name = "retry",
      description = "Takes a failed erasure up as a new one, with the same deadline.")
  public static final class Retry implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        description = "The erasure that failed.",
        paramLabel = "ERASURE") private String erasure = "";

    public Retry(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = options.connect()) {
        Erasure fresh = server.erasure(Names.erasure(erasure)).retry();
        screen.line("Erasure %s takes it up.".formatted(Names.shortName(fresh.name())));
        goesOn(screen, fresh);
      }
      return ExitCode.DONE;
    }
  }

  /**
   * Tells how an erasure fares that is to be carried out now.
   *
   * @throws CommandException if it has failed already, or was cancelled
   */
  static void goesOn(Screen screen, Erasure erasure) {
    tell(screen, erasure);
    ErasureReport.checkCompleted(erasure);
  }

  private static void tell(Screen screen, Erasure erasure) {
    screen.line(
        "Erasure %s is %s."
            .formatted(Names.shortName(erasure.name()), Names.words(erasure.state())));
  }
}
