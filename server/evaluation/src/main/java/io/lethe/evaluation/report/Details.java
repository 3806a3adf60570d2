package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.escaped;

import io.lethe.evaluation.experiment.ForgetKind;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.report.Results.Row;
import io.lethe.evaluation.report.Results.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything about single forget sets and about sequences. */
final class Details {

  private Details() {}

  static String section(Section section) {
    return "<section><h3>%s</h3>\n<p>%s. Means of %s, smallest to largest beneath.</p>\n".formatted(
        escaped("%s, %s, %s".formatted(section.data(), section.model(), section.forget())),
        escaped(about(section)), seeds(section.seeds()))
        + "<div class=\"plots\">"
        + figure(
            Plots.closeness(section, Closeness.measure(section)),
            "Closeness against time. Down and left is better; at 0 a model predicts what the "
                + "retrained one does.")
        + figure(
            Plots.membership(section),
            "Membership inference on the forgotten pairs. Nobody should be further from the "
                + "curve of retrain than retrain-other-seed is; nothing shows that the attack works.")
        + "</div>\n" + remark(section) + "<h4>Closeness</h4>\n"
        + Tables.section(section, Column.CLOSENESS) + "<h4>Traces and utility</h4>\n"
        + Tables.section(section, Column.TRACES) + "<h4>Cost</h4>\n"
        + Tables.section(section, Column.COST) + "</section>\n";
  }

  /** All kinds of sequences of one model. */
  static String sequences(List<Section> sections) {
    return Arrays.stream(ForgetKind.values())
        .filter(ForgetKind::isSequence)
        .map(kind -> sequence(sections, kind))
        .collect(Collectors.joining());
  }

  private static String sequence(List<Section> sections, ForgetKind kind) {
    SequenceResults sequence = SequenceResults.of(sections, kind);
    if (sequence.sections().isEmpty()) {
      return "";
    }
    Section first = sequence.sections().getFirst();
    StringBuilder part = new StringBuilder(
        "<section><h3>%s</h3>\n<p>%s. Means of %s.</p>\n<div class=\"plots\">".formatted(
            escaped("%s, %s, %s".formatted(first.data(), first.model(), kind.id())),
            escaped(
                kind.meaning() + "; after some of them compared with a retrain on what is left"),
            seeds(first.seeds())));
    part.append(
        figure(
            Plots.along(sequence, Measure.DP_TEST, "mean |dp| to the retrain, test", Form.FINE),
            "Drift: how far predictions for everybody else are from the retrained model's."));
    part.append(
        figure(
            Plots.along(sequence, Measure.SECONDS, "time of one request", Form.SECONDS),
            "Time of one request, median of the last hundred."));
    part.append("</div>\n");
    sequence.sections().forEach(section -> part.append(point(section)));
    return part.append("</section>\n").toString();
  }

  private static String point(Section section) {
    return "<h4>After %s</h4>\n".formatted(
        SequenceResults.requests(section) == 1
            ? "1 request"
            : Form.COUNT.text(SequenceResults.requests(section)) + " requests")
        + Tables.section(section, Column.SEQUENCE) + budget(section);
  }

  /** What methods say about the errors that added up, if they do. */
  private static String budget(Section section) {
    StringBuilder text = new StringBuilder();
    for (Row row : section.rows()) {
      Spread used = row.spread("method.budget-used");
      Spread retrains = row.spread("method.retrain-required");
      if (used.known() || retrains.known()) {
        text.append(row.method())
            .append(used.known() ? ": budget used " + Form.SHARE.text(used.mean()) : ":")
            .append(retrains.known() ? " retrains " + Form.SHARE.text(retrains.mean()) : "")
            .append(". ");
      }
    }
    return text.isEmpty() ? "" : Markup.paragraph(text.toString().strip());
  }

  private static String remark(Section section) {
    return Closeness.tooSmall(section)
        ? Markup.paragraph(
            "Too small to tell: the original is nearer to the retrain than rounding, or than a "
                + "hundredth of what another seed changes. Distances here are of no use.")
        : "";
  }

  private static String about(Section section) {
    Optional<Spread> forgotten = section.rows()
        .stream()
        .map(row -> row.spread(Measure.FORGOTTEN))
        .filter(Spread::known)
        .findFirst();
    String count = forgotten.map(spread -> Form.COUNT.text(spread.mean())).orElse("?");
    String meaning = ForgetKind.of(section.forget()).meaning();
    return "Forgotten: %s (%s interactions)".formatted(meaning, count);
  }

  static String seeds(int seeds) {
    return seeds == 1 ? "1 seed" : seeds + " seeds";
  }

  private static String figure(String svg, String caption) {
    return svg.isEmpty()
        ? ""
        : "<figure>%s<figcaption>%s</figcaption></figure>\n".formatted(svg, escaped(caption));
  }
}
