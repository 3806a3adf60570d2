package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.client.LetheClient;
import io.lethe.client.Receipt;
import io.lethe.server.gateway.json.ReceiptJson;
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
      try (LetheClient server = options.connect()) {
        Files.write(file, server.erasure(Names.erasure(erasure)).receipt().toByteArray());
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
      byte[] trusted = key == null ? null : TrustedKey.of(key);
      Receipt receipt = ReceiptCheck.parse(ReceiptJson.serialized(Files.readAllBytes(file)));
      StatementFacts stated = ReceiptCheck.checked(receipt, trusted);
      Table table = Table.of("", "");
      stated.all().forEach(fact -> table.row(fact.name(), fact.value()));
      screen.table(table, false);
      passed(verdict(stated, trusted != null, ReceiptCheck.key(receipt)));
      Request asked = request;
      if (asked != null) {
        about(receipt.isAbout(asked.id, asked.target.target()));
      }
      return ExitCode.DONE;
    }

    private void about(Optional<Boolean> sameRequest) {
      if (!sameRequest.orElseThrow(
          () -> new CommandException(
              ExitCode.NOT_VERIFIED,
              "the key that ties the receipt to its request was destroyed: nobody can tell any more"))) {
        throw ReceiptCheck.notVerified("it is about another request");
      }
      passed("It is about that request.");
    }

    private static String verdict(StatementFacts stated, boolean trusted, String key) {
      if (!stated.logged()) {
        return "Signed by key %s, before the server kept a log: nothing shows that it was not made later."
            .formatted(key);
      }
      return trusted
          ? "Genuine: signed by the key you trust, and in the log that this key signed."
          : "Signed, and in a log, by key %s. That shows that nothing was changed since, and not "
              .formatted(key) + "who signed: give --key to be certain.";
    }

    private void passed(String text) {
      screen.line(screen.green(text));
    }
  }
}
