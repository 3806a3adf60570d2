package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.server.gateway.json.ReceiptJson;
import io.lethe.server.grpc.CheckedReceipt;
import io.lethe.server.grpc.ReceiptCheck;
import io.lethe.server.grpc.remote.RemoteServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "receipt",
    synopsisSubcommandLabel = "COMMAND",
    description = "Fetches the receipt of an erasure, or checks one without a server.")
public final class ReceiptCommand {

  private ReceiptCommand() {}

  public static ReceiptCommand group() {
    return new ReceiptCommand();
  }

  @Command(
      name = "get",
      description = "Writes the receipt of an erasure that completed or failed to a file.")
  public static final class Get implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        index = "0",
        description = "The erasure's id.",
        paramLabel = "ERASURE") private String erasure = "";

    @Parameters(
        index = "1",
        description = "Where to write it.",
        paramLabel = "FILE") private Path file = Path.of("");

    public Get(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      try (RemoteServer server = options.connect()) {
        Files.write(file, server.receipt(Names.erasure(erasure)));
        screen.line("Receipt written to " + file);
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "verify",
      description = {
          "Checks a receipt's signature and its place in the log, and prints what it states. Needs no "
              + "server.",
          "Who signed is only certain with --key: 'lethe serve' prints its key when it starts."})
  public static final class Verify implements Callable<Integer> {

    private static final long RECEIPT_BYTES_MAX = 1 << 20;

    private final Screen screen;

    @Parameters(
        description = "A receipt as it was fetched, over gRPC or as JSON.",
        paramLabel = "FILE") private Path file = Path.of("");

    @Option(
        names = "--key",
        description = "The server's public key: 32 bytes as hexadecimal digits or base64, or a file with them.",
        paramLabel = "KEY") private @Nullable String key;

    @ArgGroup(
        exclusive = false,
        heading = "%nWhether it is about a request, for whoever knows that:%n") private @Nullable Request request;

    /** A request that the receipt may be about. */
    private static final class Request {

      @Option(
          names = "--request-id",
          required = true,
          description = "The id it was sent under.",
          paramLabel = "UUID") private UUID id = new UUID(0, 0);

      @ArgGroup(multiplicity = "1") private ForgetOptions target = new ForgetOptions();
    }

    public Verify(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      if (!Files.isRegularFile(file) || Files.size(file) > RECEIPT_BYTES_MAX) {
        throw new CommandException(
            ExitCode.FAILED,
            "%s is no file of at most %d bytes".formatted(file, RECEIPT_BYTES_MAX));
      }
      byte[] receipt = ReceiptJson.serialized(Files.readAllBytes(file));
      CheckedReceipt checked = ReceiptCheck.check(receipt, key == null ? null : TrustedKey.of(key));
      Table table = Table.of("", "");
      checked.facts().forEach(fact -> table.row(fact.name(), fact.value()));
      screen.table(table, false);
      int verdict = verdict(checked);
      Request asked = request;
      if (asked != null) {
        about(ReceiptCheck.isAbout(receipt, asked.id, asked.target.target()));
      }
      return verdict;
    }

    private void about(Optional<Boolean> sameRequest) {
      if (!sameRequest.orElseThrow(
          () -> new CommandException(
              ExitCode.NOT_VERIFIED,
              "the key that ties the receipt to its request was destroyed: nobody can tell any more"))) {
        int _ = failed("it is about another request");
      }
      int _ = passed("It is about that request.");
    }

    private int verdict(CheckedReceipt checked) {
      return switch (checked.verdict()) {
        case GENUINE ->
          passed("Genuine: signed by the key you trust, and in the log that this key signed.");
        case SIGNED -> passed(
            "Signed, and in a log, by key %s. That shows that nothing was changed since, and not "
                .formatted(checked.keyId()) + "who signed: give --key to be certain.");
        case NOT_LOGGED -> passed(
            "Signed by key %s, before the server kept a log: nothing shows that it was not made later."
                .formatted(checked.keyId()));
        case PROOF_WRONG -> failed("it does not show that it is in the server's log");
        case KEY_NOT_TRUSTED -> failed("it is signed by another key, " + checked.keyId());
        case SIGNATURE_WRONG -> failed("the statement is not the one that was signed");
        case UNREADABLE -> failed("the file is no receipt that this version can read");
      };
    }

    private int passed(String text) {
      screen.line(screen.green(text));
      return ExitCode.DONE;
    }

    private static int failed(String reason) {
      throw new CommandException(ExitCode.NOT_VERIFIED, "not verified: " + reason);
    }
  }
}
