package io.lethe.cli.erasures;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.client.LetheClient;
import io.lethe.client.Receipt;
import java.io.IOException;
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
    description = "Fetches the receipt of an erasure; checks or prints one without a server.")
public final class ReceiptCommand {

  /** Of an option that takes a key whose receipt is at hand. */
  static final String KEY_HELP = "The server's public key, or that key's id: 32 bytes as hexadecimal digits or base64, or "
      + "a file with them.";

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
        description = "Where to write it; there must be no file yet.",
        paramLabel = "FILE") private Path file = Path.of("");

    public Get(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      String name = Names.erasure(erasure);
      ReceiptFile.checkNew(file);
      try (LetheClient server = options.connect()) {
        ReceiptFile.write(file, server.erasure(name).receipt(), screen);
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "verify",
      description = {
          "Checks a receipt's signature and its place in the log, and prints what it states. Needs no "
              + "server.",
          "The last line is the verdict. Who signed is only certain with --key: 'lethe serve' prints its "
              + "key and the key's id when it starts."})
  public static final class Verify implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
        description = "A receipt as it was fetched, over gRPC or as JSON.",
        paramLabel = "FILE") private Path file = Path.of("");

    @Option(
        names = "--key",
        description = KEY_HELP,
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
      byte[] trusted = key == null ? null : TrustedKey.of(key);
      Receipt receipt = ReceiptCheck.read(file);
      StatementFacts stated = ReceiptCheck.checked(receipt, trusted);
      Table table = Table.of("", "");
      stated.all().forEach(fact -> table.row(fact.name(), fact.value()));
      table.row("signed by key", ReceiptCheck.key(receipt));
      table.row("key id", ReceiptCheck.keyId(receipt));
      screen.table(table, false);
      Request asked = request;
      if (asked != null) {
        about(receipt.isAbout(asked.id, asked.target.target()));
      }
      // The last line is the verdict.
      screen.line(screen.green(verdict(stated, trusted != null)));
      return ExitCode.DONE;
    }

    private void about(Optional<Boolean> sameRequest) {
      if (!sameRequest.orElseThrow(
          () -> ReceiptCheck.notVerified(
              "the key that ties the receipt to its request was destroyed: nobody can tell any more "
                  + "whether it is about that request"))) {
        throw ReceiptCheck.notVerified("it is about another request");
      }
      screen.line("It is about that request.");
    }
  }

  /**
   * What was found out about a receipt whose check did not fail.
   *
   * @param trusted whether the reader named the key
   */
  static String verdict(StatementFacts stated, boolean trusted) {
    if (!stated.logged()) {
      return "Signed by that key, before the server kept a log: nothing shows that it was not made "
          + "later.";
    }
    return trusted
        ? "Genuine: signed by the key you trust, and in the log that this key signed."
        : "Signed by that key, and in the log that it signed. That shows that nothing was changed "
            + "since, and not whose key it is: give --key to be certain.";
  }
}
