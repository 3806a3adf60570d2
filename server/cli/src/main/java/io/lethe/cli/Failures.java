package io.lethe.cli;

import io.grpc.Status;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.engine.LetheException;
import io.lethe.server.config.ConfigException;
import io.lethe.server.config.FileFaults;
import io.lethe.store.input.BadInputException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failure means for the person at the keyboard: one line and an exit code. */
final class Failures {

  /** In what a server says of a call that is on its administration port only. */
  private static final String ADMINISTRATION = " is administration, ";
  /**
   * How the transport tells of an answer that is not gRPC's: of HTTP, whose text follows in lines, or of
   * bytes that are no HTTP/2 and no alert of TLS.
   */
  private static final Pattern NO_GRPC = Pattern
      .compile("HTTP status code .*|First received frame was not SETTINGS(?!.*: 15 ?03)");

  /** How the transport tells that a connection was made, and ended before it answered. */
  private static final Pattern CLOSED = Pattern.compile(
      "Connection reset|Broken pipe|Network closed for unknown reason|End of stream or IOException"
          + "|First received frame was not SETTINGS");

  private Failures() {}

  static int ended(Screen screen, Exception error) {
    return switch (error) {
      case CommandException known -> complained(screen, text(known), known.exitCode());
      case ConfigException misconfigured -> complained(screen, text(misconfigured), ExitCode.USAGE);
      case io.lethe.client.LetheException remote -> remote(screen, remote);
      case LetheException refused -> complained(screen, text(refused), exitCode(refused));
      case BadInputException bad -> complained(screen, text(bad), ExitCode.FAILED);
      case IOException io -> complained(screen, FileFaults.of(io), ExitCode.FAILED);
      default -> {
        screen.complain("a defect of Lethe, please report it with what follows");
        error.printStackTrace(screen.err());
        yield ExitCode.FAILED;
      }
    };
  }

  private static int remote(Screen screen, io.lethe.client.LetheException remote) {
    String text = remote.text().isEmpty() ? remote.status().name() : remote.text();
    if (remote.status() == Status.Code.UNIMPLEMENTED && text.contains(ADMINISTRATION)) {
      return complained(
          screen,
          "%s; name it by --server, as 'lethe serve' prints it (\"Administration is on ...\")"
              .formatted(text),
          ExitCode.REFUSED);
    }
    Matcher foreign = NO_GRPC.matcher(text);
    if (remote.reason().isEmpty() && foreign.lookingAt()) {
      return complained(
          screen,
          ("what answers there does not speak gRPC, nor do the JSON gateway and the page of metrics (%s);"
              + " --server takes what 'lethe serve' prints (\"Lethe serves on ...\")")
              .formatted(foreign.group()),
          ExitCode.UNREACHABLE);
    }
    if (remote.reason().isEmpty() && CLOSED.matcher(text).find()) {
      return complained(
          screen,
          ("what listens there closed the connection (%s); it may speak TLS: --tls-ca names the"
              + " authorities that its certificate must come from").formatted(text),
          ExitCode.UNREACHABLE);
    }
    if (isUnreachable(remote)) {
      return complained(
          screen,
          "no Lethe server answers (%s); is it running? 'lethe serve' starts one, --server says where"
              .formatted(text),
          ExitCode.UNREACHABLE);
    }
    String reason = remote.reason().isEmpty() ? remote.status().name() : remote.reason();
    return complained(screen, "%s (%s)".formatted(text, reason), ExitCode.REFUSED);
  }

  /** Whether no server answered, or one that is not Lethe. */
  private static boolean isUnreachable(io.lethe.client.LetheException remote) {
    return remote.reason().isEmpty() && (remote.status() == Status.Code.UNAVAILABLE
        || remote.status() == Status.Code.UNIMPLEMENTED);
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
