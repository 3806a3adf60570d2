package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.escaped;
import static io.lethe.evaluation.report.Markup.paragraph;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.report.Results.Section;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The report as one page: well-formed, without scripts, and with nothing that has to be fetched.
 */
public final class HtmlReport {

  private static final String LEAD = "A distance says how far the predicted probabilities are from "
      + "those of the model that training again without the forgotten interactions gives: 0 is "
      + "where training again lands, 1 is as far away as doing nothing. retrain-other-seed is the "
      + "noise floor: how far one honest retraining is from another. Closer than that nobody has "
      + "to be.";

  private static final List<String> READING = List.of(
      "Every method gets the same trained model and the same request. The training it is held "
          + "against is coupled to the original: same first parameters, same order, so that nothing "
          + "but the missing interactions makes a difference. A distance is the root mean square "
          + "difference of predicted probabilities to it, over the original model's; above 1 it "
          + "would have been better to do nothing.",
      "Membership inference (MIA) tries to tell forgotten pairs from pairs that were never trained "
          + "on, by their loss; .5 is guessing. It should find what it finds in the retrained "
          + "model, no less and no more: a model that forgets too hard betrays it, too. The row "
          + "nothing shows that the attack works where something is left to find.",
      "Times go from the request to the new model with nothing left out but prepare, which is done "
          + "once per trained model and before any request. The speed-up is over the coupled "
          + "retraining, timed warm.");

  private HtmlReport() {}

  /** Writes the page. */
  public static void write(ReportFacts facts, List<Cell> cells, Appendable out) throws IOException {
    Results results = new Results(cells.stream().filter(cell -> !Scaling.isScaling(cell)).toList());
    out.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>")
        .append("<meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .append("<title>Unlearning, measured</title>\n<style>\n")
        .append(Style.SHEET)
        .append("</style></head>\n<body>\n<h1>Unlearning, measured</h1>\n");
    about(facts, cells, out);
    if (!results.sections().isEmpty()) {
      summary(results, out);
    }
    reading(facts, out);
    if (!results.sections().isEmpty()) {
      details(results, out);
    }
    out.append(new Scaling(cells).page());
    measures(out);
    out.append("</body>\n</html>\n");
  }

  private static void about(ReportFacts facts, List<Cell> cells, Appendable out)
      throws IOException {
    String seeds = cells.stream()
        .map(cell -> cell.key().seed())
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
    out.append(
        "<p>%s measured, seeds %s. Numbers are means over seeds, smallest to largest beneath.</p>\n"
            .formatted(
                cells.size() == 1 ? "1 cell" : Form.COUNT.text(cells.size()) + " cells",
                escaped(seeds)));
    out.append("<ul class=\"facts\">\n");
    out.append("<li>%s</li>\n".formatted(facts.made().truncatedTo(ChronoUnit.SECONDS)));
    for (String fact : facts.machine()) {
      out.append("<li>%s</li>\n".formatted(escaped(fact)));
    }
    out.append("<li><code>%s</code></li>\n</ul>\n".formatted(escaped(facts.command())));
  }

  private static void reading(ReportFacts facts, Appendable out) throws IOException {
    out.append("<h2>How to read it, and how it was measured</h2>\n");
    for (String sentence : READING) {
      out.append(paragraph(sentence));
    }
    for (String sentence : facts.method()) {
      out.append(paragraph(sentence));
    }
  }

  private static void summary(Results results, Appendable out) throws IOException {
    out.append("<h2>Summary</h2>\n").append(paragraph(LEAD));
    for (List<Section> sections : results.byModel()) {
      out.append(Summary.of(sections));
    }
  }

  private static void details(Results results, Appendable out) throws IOException {
    out.append("<h2>Every forget set</h2>\n");
    for (Section section : results.sections()) {
      if (!SequenceResults.isSequence(section)) {
        out.append(Details.section(section));
      }
    }
    String sequences = results.byModel()
        .stream()
        .map(Details::sequences)
        .collect(Collectors.joining());
    if (!sequences.isEmpty()) {
      out.append("<h2>Sequences</h2>\n").append(sequences);
    }
  }

  private static void measures(Appendable out) throws IOException {
    out.append("<h2>What the measures mean</h2>\n<table class=\"words\">\n");
    for (Measure measure : Arrays.asList(Measure.values())) {
      out.append(
          "<tr><th scope=\"row\">%s</th><td class=\"note\">%s</td></tr>\n"
              .formatted(escaped(measure.id()), escaped(measure.meaning())));
    }
    out.append("</table>\n");
  }
}
