package io.lethe.cli;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.engine.LetheException;
import io.lethe.server.config.ConfigException;
import io.lethe.server.grpc.remote.RemoteException;
import io.lethe.store.input.BadInputException;
import java.io.IOException;

/** What a failure means for the person at the keyboard: one line and an exit code. */
final class Failures {

  private Failures() {}

  static int ended(Screen screen, Exception error) {
    return switch (error) {
      case CommandException known -> complained(screen, text(known), known.exitCode());
      case ConfigException misconfigured -> complained(screen, text(misconfigured), ExitCode.USAGE);
      case RemoteException remote -> remote(screen, remote);
      case LetheException refused -> complained(screen, text(refused), exitCode(refused));
      case BadInputException bad -> complained(screen, text(bad), ExitCode.FAILED);
      case IOException io -> complained(screen, io.toString(), ExitCode.FAILED);
      default -> {
        screen.complain("a defect of Lethe, please report it with what follows");
        error.printStackTrace(screen.err());
        yield ExitCode.FAILED;
      }
    };
  }

  private static int remote(Screen screen, RemoteException remote) {
    if (remote.unreachable()) {
      return complained(
          screen,
          "no Lethe server answers (%s); start one by 'lethe serve', or say where by --server"
              .formatted(text(remote)),
          ExitCode.UNREACHABLE);
    }
    String reason = remote.reason().isEmpty() ? remote.status() : remote.reason();
    return complained(screen, "%s (%s)".formatted(text(remote), reason), ExitCode.REFUSED);
  }

  /** What the engine refuses on this side of the wire is refused as the server would have. */
  private static int exitCode(LetheException refused) {
    return switch (refused.kind()) {
      case NAME_MALFORMED, ID_MALFORMED, TARGET_EMPTY, TARGET_TOO_LARGE -> ExitCode.REFUSED;
      default -> ExitCode.FAILED;
    };
  }

  private static int complained(Screen screen, String text, int exitCode) {
    screen.complain(text);
    return exitCode;
  }

  private static String text(Exception error) {
    return String.valueOf(error.getMessage());
  }
}
