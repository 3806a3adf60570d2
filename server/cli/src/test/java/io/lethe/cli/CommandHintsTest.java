package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command says to who mistyped it, and how it ends. */
class CommandHintsTest {

  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (.+?) \\|");

  private final StringWriter complaints = new StringWriter();

  private int run(String... arguments) {
    PrintWriter out = new PrintWriter(new StringWriter());
    return Commands.run(
        new Surroundings(
            new Screen(out, new PrintWriter(complaints), false, false), Map.of(), Path.of("."),
            Path.of(".")),
        arguments);
  }

  @ParameterizedTest
  @CsvSource({"'modles', did you mean models?", "'train --modle movies', did you mean --model?",
      "'erasures aprove', did you mean approve?", "'serve --prot=1', did you mean --port?",
      "'config --set listen.prot=1', did you mean listen.port?"})
  void mistyped_commandOptionOrSetting_hintsAtTheNearestOne(String line, String hint) {
    assertEquals(ExitCode.USAGE, run(line.split(" ", -1)));
    assertTrue(complaints.toString().contains(hint), complaints.toString());
  }

  @Test
  void mistyped_nothingNear_noHint() {
    assertEquals(ExitCode.USAGE, run("xylophone"));
    assertTrue(!complaints.toString().contains("did you mean"), complaints.toString());
  }

  @Test
  void exitCodes_areThoseOfTheReadme() throws IOException {
    Map<String, String> listed = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        listed.put(row.group(1), row.group(2));
      }
    }
    assertEquals(ExitCode.MEANINGS, listed);
  }
}
