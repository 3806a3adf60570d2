package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.LogCheckpoint;
import io.lethe.client.LogVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What those who watch a server do with its receipt log. */
public final class LogCommands {

  private static final long NOTE_BYTES_MAX = 64 * 1024;

  private LogCommands() {}

  @Command(
      name = "checkpoint",
      description = {"Fetches the receipt log's latest signed checkpoint.",
          "Keep it where the server cannot reach: what the server shows later must begin with it."})
  public static final class Checkpoint implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
        names = "--out",
        description = "Where to write it. Default: the screen.",
        paramLabel = "FILE") private @Nullable Path out;

    public Checkpoint(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      if (out != null) {
        ReceiptFile.checkNew(out);
      }
      try (LetheClient server = options.connect()) {
        LogCheckpoint latest = server.logCheckpoint();
        if (out == null) {
          latest.note().lines().forEach(screen::line);
        } else {
          Files.writeString(
              out, latest.note(), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
          screen.line(
              "Checkpoint of %s written to %s"
                  .formatted(Units.count(latest.size(), "receipt"), out));
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "consistency",
      description = {"Checks that one checkpoint of a receipt log goes on where another was.",
          "The server gives the proof, or a file that the console exported; it is checked here."})
  public static final class Consistency implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        index = "0",
        description = "A checkpoint that was kept.",
        paramLabel = "OLD") private Path older = Path.of("");

    @Parameters(
        index = "1",
        arity = "0..1",
        description = "A later one. Default: the server's latest.",
        paramLabel = "NEW") private @Nullable Path newer;

    @Option(
        names = "--proof",
        description = "Holds a later one and the proof, such as log/consistency.txt of an export, in the"
            + " place of NEW. No server is asked then.",
        paramLabel = "FILE") private @Nullable Path proof;

    @Option(
        names = "--key",
        required = true,
        description = "The server's public key, not its id: 64 hexadecimal digits, or a file with them.",
        paramLabel = "KEY") private String key = "";

    public Consistency(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      byte[] trusted = TrustedKey.of(key);
      LogVerifier verifier = LogVerifier.trusting(trusted);
      LogCheckpoint before = checkpoint(older);
      ConsistencyProof found = found(before);
      LogCheckpoint after = found.newer();
      return switch (verifier.verify(before, after, found.path())) {
        case CONSISTENT -> {
          screen.line(
              screen.green(
                  "The log of %s begins with that of %d."
                      .formatted(Units.count(after.size(), "receipt"), before.size())));
          yield ExitCode.DONE;
        }
        case INCONSISTENT -> throw notConsistent(
            "the proof does not lead from one to the other; keep both as evidence");
        case NOT_SIGNED -> throw ReceiptCheck.notVerified(
            "the key %s did not sign both, as they are, as one log; if it is a key's id, give the key itself"
                .formatted(HexFormat.of().formatHex(trusted)));
      };
    }

    private ConsistencyProof found(LogCheckpoint before) throws IOException {
      if (proof != null && newer != null) {
        throw new CommandException(
            ExitCode.USAGE, "NEW and --proof exclude each other: each holds the later checkpoint");
      }
      if (proof != null) {
        ConsistencyProof kept = read(proof, ConsistencyProof::parse, "proof of a log");
        grown(before, kept.newer());
        if (kept.olderSize() != before.size()) {
          throw ReceiptCheck.unreadable(
              "%s is a proof from %d receipts on, and the checkpoint is of %d"
                  .formatted(proof, kept.olderSize(), before.size()));
        }
        return kept;
      }
      try (LetheClient server = options.connect()) {
        LogCheckpoint after = newer == null ? server.logCheckpoint() : checkpoint(newer);
        grown(before, after);
        return new ConsistencyProof(
            before.size(), server.consistencyProof(before.size(), after.size()), after);
      }
    }

    private static void grown(LogCheckpoint before, LogCheckpoint after) {
      if (before.size() > after.size()) {
        throw notConsistent(
            "the log had %d receipts and now has %d: some were taken back"
                .formatted(before.size(), after.size()));
      }
    }

    private static CommandException notConsistent(String reason) {
      return new CommandException(ExitCode.NOT_VERIFIED, "not consistent: " + reason);
    }

    private static LogCheckpoint checkpoint(Path file) throws IOException {
      return read(file, LogCheckpoint::parse, "checkpoint");
    }

    private static <T> T read(Path file, Function<String, T> parser, String what)
        throws IOException {
      byte[] text = ReceiptCheck.bytes(file, NOTE_BYTES_MAX);
      try {
        return parser.apply(new String(text, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException malformed) {
        throw ReceiptCheck.unreadable("%s is no %s, or not all of one".formatted(file, what));
      }
    }
  }
}
