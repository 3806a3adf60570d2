package io.lethe.cli;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a command about a receipt ended.
 *
 * @param text all that a person sees, answers and complaints
 */
record ReceiptRun(int exitCode, String text) {

  /** The files that every verifier of receipts is held against. */
  static final Path FIXTURES = Path.of("../../integration-tests/receipts/fixtures");
  /** Of no receipt. */
  static final String REQUEST_ID = "2f1c7a3e-5b1d-4c7e-9a52-0d3f6a1b8c9d";

  /** Runs {@code lethe receipt COMMAND FILE OPTIONS...}. */
  static ReceiptRun of(String command, String file, String... options) {
    StringWriter text = new StringWriter();
    PrintWriter both = new PrintWriter(text);
    Screen screen = new Screen(both, both, false, false);
    Surroundings surroundings = new Surroundings(screen, Map.of(), Path.of("home"), Path.of(""));
    List<String> arguments = new ArrayList<>(List.of("receipt", command, file));
    arguments.addAll(List.of(options));
    int exitCode = Commands.run(surroundings, arguments.toArray(String[]::new));
    both.flush();
    return new ReceiptRun(exitCode, text.toString());
  }

  String lastLine() {
    return text.lines().reduce("", (_, line) -> line);
  }
}
