package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.installed.Distribution;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The evaluation from the command line, on made-up ratings and the real matrix factorization. */
@ExtendWith(Installations.class)
class EvaluateTest {

  private static final int CELLS = 6;
  private static final int NDCG_10_COLUMN = 6;
  private static final Pattern GAP = Pattern.compile("\"gap-forgotten\":([-.0-9E]+)");

  private final Distribution distribution;
  @TempDir private Path folder;

  EvaluateTest(Installation other) {
    distribution = other.distribution();
  }

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

  @Test
  void evaluate_wholeUsersAndFakes_showsDistancesOfThoseWhoStay()
      throws IOException, InterruptedException {
    new SyntheticRatings().writeCsv(folder.resolve("ratings.csv"));
    Distribution.Ended ended = distribution.run(
        Map.of(),
        List.of(
            "evaluate", "--data", folder.resolve("ratings.csv").toString(), "--model",
            "mf,factors=8,epochs-max=10", "--methods", "nothing,retrain-other-seed,lethe-auto",
            "--forget", "users-5pct,fakes", "--out", folder.resolve("out").toString()));
    assertEquals(0, ended.exitCode(), ended.text());
    List<String> rows = ended.text()
        .lines()
        .filter(row -> row.contains("everybody who stays"))
        .toList();
    assertEquals(6, rows.size(), ended.text());
    // Nothing but training again is at no distance, and whatever does so says so.
    rows.stream()
        .filter(row -> !row.contains("lethe-auto (trained again)"))
        .forEach(row -> assertFalse(row.contains(" 0.00  everybody"), row));
    assertEquals(
        2, rows.stream().filter(row -> row.contains(" 1.00  everybody")).count(), ended.text());
    assertTrue(ended.text().contains("the promoted item's rank is "), ended.text());
  }

  @Test
  void evaluate_ranking_measuresListsOnceAndExportsWhatTheyWereHeldAgainst()
      throws IOException, InterruptedException {
    new SyntheticRatings().writeCsv(folder.resolve("ratings.csv"));
    Distribution.Ended first = rank("--export", folder.resolve("splits").toString());
    assertEquals(0, first.exitCode(), first.text());
    assertTrue(first.text().contains("most-popular"), first.text());
    Path out = folder.resolve("out");
    // A header, the most popular items, and two seeds.
    List<String> lines = Files.readAllLines(out.resolve("ranking.csv"));
    assertEquals(4, lines.size(), first.text());
    assertTrue(lines.getFirst().startsWith("data,split,model,seed,note,ndcg-5,"), lines.getFirst());
    double ndcg = Double
        .parseDouble(lines.get(2).replaceAll("\"[^\"]*\"", "").split(",", -1)[NDCG_10_COLUMN]);
    assertTrue(ndcg > 0 && ndcg < 1, lines.get(2));
    Path split = folder.resolve("splits").resolve("ratings.csv-hash-0.2-core-3-from-3.500");
    assertTrue(Files.size(split.resolve("test.csv")) > 0);
    assertTrue(Files.size(split.resolve("lists").resolve("most-popular,seed=1.csv")) > 0);
    String results = Files.readString(out.resolve("results.jsonl"));
    Distribution.Ended second = rank();
    assertEquals(0, second.exitCode(), second.text());
    assertEquals(results, Files.readString(out.resolve("results.jsonl")));
    // The other task shares the results file and shows none of this.
    assertEquals(0, evaluate("--report-only").exitCode());
    assertEquals(1, Files.readAllLines(out.resolve("report.csv")).size());
  }

  @Test
  void evaluate_rankingWithBadOptions_saysWhatIsWrong() throws IOException, InterruptedException {
    new SyntheticRatings().writeCsv(folder.resolve("ratings.csv"));
    assertRefused(rank("--forget", "one-user"), 2, "--forget goes with --task unlearning only");
    assertRefused(rank("--split", "dice"), 2, "hash, leave-one-out, time");
    assertRefused(rank("--core", "0"), 2, "--core 0 is below 1");
    assertRefused(rank("--split", "time"), 1, "ratings.csv has no times");
  }

  private static void assertRefused(Distribution.Ended ended, int code, String message) {
    assertEquals(code, ended.exitCode(), ended.text());
    assertTrue(ended.text().contains(message), ended.text());
  }

  private Distribution.Ended rank(String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(
        List.of(
            "evaluate", "--task", "ranking", "--data", folder.resolve("ratings.csv").toString(),
            "--model", "mf,factors=8,epochs-max=10", "--positive-from", "3.5", "--seeds", "1,2",
            "--out", folder.resolve("out").toString()));
    if (!List.of(more).contains("--core")) {
      arguments.addAll(List.of("--core", "3"));
    }
    arguments.addAll(List.of(more));
    return distribution.run(Map.of(), arguments);
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
