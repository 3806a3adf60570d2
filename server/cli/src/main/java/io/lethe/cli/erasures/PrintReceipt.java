package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.Receipt;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "print",
    description = {
        "Writes a receipt as a page for people to read, print or send: what was asked, what was done "
            + "and when, what that means, what it does not cover, and how to check it.",
        "The receipt is checked first, without a server; one that is not genuine gets no page. The "
            + "page is one HTML file without scripts, and needs nothing else."})
public final class PrintReceipt implements Callable<Integer> {

  private final Screen screen;
  private final InstantSource clock;

  @Parameters(
      description = "A receipt as it was fetched, over gRPC or as JSON.",
      paramLabel = "FILE") private Path file = Path.of("");

  @Option(
      names = "--html",
      required = true,
      description = "Where to write the page.",
      paramLabel = "FILE") private Path html = Path.of("");

  @Option(
      names = "--key",
      description = ReceiptCommand.KEY_HELP
          + " Without it the page says that nobody checked who signed.",
      paramLabel = "KEY") private @Nullable String key;

  public PrintReceipt(Surroundings surroundings, InstantSource clock) {
    screen = surroundings.screen();
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    byte[] trusted = key == null ? null : TrustedKey.of(key);
    Receipt receipt = ReceiptCheck.read(file);
    ReceiptStatement statement = ReceiptCheck.statement(receipt, trusted);
    ReceiptPage page = new ReceiptPage(
        receipt, statement, file.getFileName().toString(), trusted != null, clock.instant());
    if (Files.exists(html) && Files.isSameFile(html, file)) {
      throw new CommandException(
          ExitCode.USAGE, "--html: %s is the receipt itself".formatted(html));
    }
    Files.writeString(html, page.html());
    screen.line("Page written to " + html);
    screen
        .line(screen.green(ReceiptCommand.verdict(StatementFacts.of(statement), trusted != null)));
    return ExitCode.DONE;
  }
}
