package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluation from the command line, on made-up ratings and the real matrix factorization. */
class EvaluateTest {

  private static final int CELLS = 6;
  private static final Pattern GAP = Pattern.compile("\"gap-forgotten\":([-.0-9E]+)");

  private final Distribution distribution = Distribution.built();
  @TempDir private Path folder;

  @Test
  void evaluate_tornResults_measuresOnlyWhatIsMissing() throws IOException, InterruptedException {
    new SyntheticRatings().writeCsv(folder.resolve("ratings.csv"));
    Distribution.Ended first = evaluate();
    assertEquals(0, first.exitCode(), first.text());
    Path results = folder.resolve("out").resolve("results.jsonl");
    List<String> lines = Files.readAllLines(results);
    assertEquals(CELLS, lines.size(), first.text());
    assertEquals(1, gap(line(lines, "flipped-2pct", "nothing")), 1e-9);
    assertEquals(0, gap(line(lines, "flipped-2pct", "retrain")), 1e-9);
    assertTrue(gap(line(lines, "flipped-2pct", "lethe-fast")) < 1, first.text());

    Files.writeString(results, String.join("\n", lines.subList(0, 4)) + "\n{\"data\":\"rat");
    Distribution.Ended second = evaluate();
    assertEquals(0, second.exitCode(), second.text());
    assertTrue(second.text().contains("results.jsonl was torn"), second.text());
    List<String> again = Files.readAllLines(results);
    assertEquals(lines.subList(0, 4), again.subList(0, 4));
    assertEquals(CELLS, again.size());
    assertEquals(
        gap(line(lines, "one-interaction", "lethe-fast")),
        gap(line(again, "one-interaction", "lethe-fast")));
    for (String report : List.of("report.html", "report.csv", "report.json")) {
      assertTrue(Files.size(folder.resolve("out").resolve(report)) > 0, report);
    }
  }

  @Test
  void evaluate_resultsOfSomethingElse_areLeftAlone() throws IOException, InterruptedException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("results.jsonl"), "dear diary\n", StandardOpenOption.CREATE_NEW);
    Distribution.Ended ended = evaluate("--report-only");
    assertEquals(1, ended.exitCode(), ended.text());
    assertTrue(ended.text().contains("line 1 is no result"), ended.text());
    assertEquals("dear diary\n", Files.readString(out.resolve("results.jsonl")));
  }

  private Distribution.Ended evaluate(String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(
        List.of(
            "evaluate", "--data", folder.resolve("ratings.csv").toString(), "--model",
            "mf,factors=8,epochs-max=10", "--methods", "nothing,retrain,lethe-fast", "--forget",
            "flipped-2pct,one-interaction", "--out", folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return distribution.run(Map.of(), arguments);
  }

  private static String line(List<String> lines, String forget, String method) {
    return lines.stream()
        .filter(line -> line.contains("\"forget\":\"" + forget + "\""))
        .filter(line -> line.contains("\"method\":\"" + method + "\""))
        .findFirst()
        .orElse("no line for " + forget + ", " + method);
  }

  private static double gap(String line) {
    Matcher matcher = GAP.matcher(line);
    assertTrue(matcher.find(), line);
    return Double.parseDouble(matcher.group(1));
  }
}
