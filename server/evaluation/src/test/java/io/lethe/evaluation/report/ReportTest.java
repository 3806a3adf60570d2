package io.lethe.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.CellLines;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.measure.MembershipInference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class ReportTest {

  private static final ReportFacts FACTS = new ReportFacts(
      Instant.parse("2026-01-02T03:04:05Z"), "lethe evaluate --data <a&b>",
      List.of("Processor: \"quick\" & cheap"), List.of("Everything was measured once."));

  private static final List<Cell> CELLS = List.of(
      cell("flipped-2pct", "nothing", 1, 1.0, 2e-7, 0.62),
      cell("flipped-2pct", "nothing", 2, 1.0, 2e-7, 0.64),
      cell("flipped-2pct", "lethe-fast", 1, 0.31, 0.0021, 0.51),
      cell("flipped-2pct", "lethe-fast", 2, 0.37, 0.0025, 0.52),
      new Cell(
          new CellKey("ml", "mf", "flipped-2pct", 1, "scif"), Map.of(), List.of(),
          "it does not fit, \"really\""),
      cell("sequence-1", "lethe-fast", 1, 0.4, 0.002, 0.5),
      cell("sequence-10", "lethe-fast", 1, 0.5, 0.003, 0.5));

  private static Cell cell(
      String forget, String method, long seed, double gap, double seconds, double attack) {
    return new Cell(
        new CellKey("ml", "mf", forget, seed, method),
        Map.of(
            "gap-forgotten", gap, "gap-test", gap, "dp-test", gap / 10, "seconds", seconds,
            "mia-auc", attack, "auc", 0.77, "method.budget-used", 0.25),
        MembershipInference.FALSE_POSITIVES, "");
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder();
    HtmlReport.write(FACTS, CELLS, page);
    return page.toString();
  }

  @Test
  void page_anyCells_isWellFormed() throws IOException, SAXException, ParserConfigurationException {
    Document document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page().getBytes(StandardCharsets.UTF_8)));
    // Closeness and membership of one forget set; drift and time of a sequence.
    assertEquals(4, document.getElementsByTagName("svg").getLength());
    assertEquals(0, document.getElementsByTagName("script").getLength());
    assertEquals(0, document.getElementsByTagName("link").getLength());
    assertEquals(0, document.getElementsByTagName("img").getLength());
  }

  @Test
  void page_anyCells_fetchesNothing() throws IOException {
    String withoutNames = page().replaceAll("xmlns=\"[^\"]*\"", "");
    assertFalse(withoutNames.contains("http"), withoutNames);
    assertFalse(withoutNames.contains("src="), withoutNames);
    assertFalse(withoutNames.contains("url("), withoutNames);
    assertFalse(withoutNames.contains("@import"), withoutNames);
  }

  @Test
  void page_twoSeeds_showsMeanAndSpread() throws IOException {
    String page = page();
    assertTrue(page.contains("<td>0.34<small>0.31 to 0.37</small></td>"), page);
    assertTrue(page.contains("<td>2.3 ms<small>2.1 ms to 2.5 ms</small></td>"), page);
    assertTrue(page.contains("Means of 2 seeds"), page);
    assertTrue(page.contains("it does not fit, &quot;really&quot;"), page);
    assertTrue(page.contains("lethe evaluate --data &lt;a&amp;b&gt;"), page);
    assertTrue(page.contains("budget used 0.25"), page);
  }

  @Test
  void page_methodThatTrainedAgain_saysSo() throws IOException {
    Cell again = new Cell(
        new CellKey("ml", "mf", "one-user", 1, "lethe-auto"),
        Map.of("gap-test", 0.0, "seconds", 2.0, "method.retrain-required", 1.0), List.of(), "");
    StringBuilder page = new StringBuilder();
    HtmlReport.write(FACTS, List.of(again), page);
    assertTrue(page.toString().contains("trained again in 1 of 1 seed"), page.toString());
    assertFalse(page().contains("trained again in"), "nobody did");
  }

  @Test
  void page_wholeUsers_comparesThoseWhoStayAndSaysWhereThatSaysNothing() throws IOException {
    StringBuilder page = new StringBuilder();
    HtmlReport
        .write(FACTS, List.of(whole("users-1pct", 0.83, 0), whole("one-user", 0.97, 1)), page);
    assertTrue(
        page.toString().contains("<th>users-1pct<small>on everybody who stays</small></th>"),
        page.toString());
    assertTrue(page.toString().contains("<td>0.83</td>"), page.toString());
    assertTrue(
        page.toString().contains("<td class=\"none\">too small to tell</td>"), page.toString());
  }

  /** Rows of those who go are dropped everywhere: on their pairs all are equal. */
  private static Cell whole(String forget, double staying, double tooSmall) {
    return new Cell(
        new CellKey("ml", "mf", forget, 1, "lethe-auto"),
        Map.of(
            "gap-forgotten", 0.0, "gap-stayers", staying, "gap-test", 0.5, "seconds", 0.1,
            "too-small-to-tell", tooSmall),
        List.of(), "");
  }

  @Test
  void closeness_ofCells_goesByTheKindOfForgetSet() {
    assertEquals(Measure.GAP_STAYERS, Closeness.measure(whole("users-5pct", 1, 0)));
    assertEquals(Measure.GAP_STAYERS, Closeness.measure(whole("sequence-100", 1, 0)));
    assertEquals(Measure.GAP_FORGOTTEN, Closeness.measure(whole("flipped-2pct", 1, 0)));
    assertEquals(Measure.GAP_FORGOTTEN, Closeness.measure(whole("sensitive-10", 1, 0)));
    // Of an earlier version, and of another kind of experiment.
    assertEquals(Measure.GAP_TEST, Closeness.measure(cell("users-1pct", "nothing", 1, 1, 1, 0.5)));
    assertEquals(Measure.GAP_TEST, Closeness.measure(growing(100_000, 0)));
  }

  @Test
  void page_growingData_showsExponentsAndWhatIsExtrapolated() throws IOException {
    StringBuilder page = new StringBuilder();
    HtmlReport.write(FACTS, List.of(growing(100_000, 0), growing(10_000_000, 1)), page);
    assertTrue(page.toString().contains("Exponent of the time of a request 0.50"), page.toString());
    assertTrue(page.toString().contains("of training 1.00"), page.toString());
    assertTrue(page.toString().contains("extrapolated: 20 epochs of 5.0 s"), page.toString());
    assertFalse(page.toString().contains("Every forget set"), page.toString());
  }

  /** Time grows with the root of the data, training with the data. */
  private static Cell growing(int interactions, int extrapolated) {
    return new Cell(
        new CellKey("made-up-" + interactions, "mf", "scaling", 1, "lethe-fast"),
        Map.of(
            "interactions", (double) interactions, "seconds", 1e-5 * Math.sqrt(interactions),
            "retrain-seconds", 1e-5 * interactions, "epochs", 20.0, "epoch-seconds",
            5e-7 * interactions, "retrain-extrapolated", (double) extrapolated),
        List.of(), "");
  }

  @Test
  void csv_anyCells_hasALineForEach() throws IOException {
    StringBuilder text = new StringBuilder();
    CsvReport.write(CELLS, text);
    List<String> lines = text.toString().lines().toList();
    assertEquals(CELLS.size() + 1, lines.size());
    assertTrue(lines.getFirst().startsWith("data,model,forget,seed,method,note,forgotten,"));
    assertTrue(lines.getFirst().endsWith(",method.budget-used"));
    assertTrue(lines.get(1).startsWith("ml,mf,flipped-2pct,1,nothing,,,1.0,"), lines.get(1));
    assertTrue(lines.get(5).contains(",\"it does not fit, \"\"really\"\"\","), lines.get(5));
  }

  @Test
  void json_anyCells_holdsThemAsLinesThatCanBeReadBack() throws IOException {
    StringBuilder text = new StringBuilder();
    JsonReport.write(FACTS, CELLS, text);
    String lines = text.toString()
        .lines()
        .filter(line -> line.startsWith("{\"data\""))
        .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
        .map(line -> line + "\n")
        .reduce("", String::concat);
    assertEquals(CELLS, CellLines.read(lines).cells());
    assertTrue(text.toString().contains("\"made\":\"2026-01-02T03:04:05Z\""));
  }

  @Test
  void ticks_ofScales_areRound() {
    assertEquals(
        List.of(0.0, 0.5, 1.0), new Scale(0, 1.2, 0, 100, false).ticks().stream().toList());
    assertEquals(List.of(0.01, 0.1, 1.0), new Scale(0.005, 2, 0, 100, true).ticks());
    assertEquals(50, new Scale(0.01, 100, 0, 100, true).pixels(1), 1e-9);
    assertEquals(0, new Scale(0.01, 100, 0, 100, true).pixels(1e-9), 1e-9);
  }
}
