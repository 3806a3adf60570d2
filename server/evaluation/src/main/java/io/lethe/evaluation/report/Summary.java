package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.escaped;

import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.report.Results.Row;
import io.lethe.evaluation.report.Results.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The first tables of a report: all forget sets of one model side by side. */
final class Summary {

  private Summary() {}

  /** Closeness and time of every method, a column for each forget set; sections of one model. */
  static String of(List<Section> sections) {
    List<Section> single = sections.stream()
        .filter(section -> !SequenceResults.isSequence(section))
        .toList();
    if (single.isEmpty()) {
      return "";
    }
    Section first = single.getFirst();
    return "<h3>%s, %s</h3>\n".formatted(escaped(first.data()), escaped(first.model()))
        + "<h4>How close to training again: distance, 0 is there, 1 is doing nothing</h4>\n"
        + table(single, true)
        + "<h4>How fast: from the request to the new model, and how many times as fast as training again</h4>\n"
        + table(single, false);
  }

  private static String table(List<Section> sections, boolean closeness) {
    StringBuilder table = new StringBuilder("<div class=\"scroll\"><table>\n<tr><th>method</th>");
    for (Section section : sections) {
      table.append(
          "<th>%s%s</th>".formatted(
              escaped(section.forget()),
              closeness
                  ? "<small>on " + escaped(Closeness.pairs(Closeness.measure(section))) + "</small>"
                  : ""));
    }
    table.append("</tr>\n");
    Set<String> methods = new LinkedHashSet<>();
    sections.forEach(section -> section.rows().forEach(row -> methods.add(row.method())));
    for (String method : methods) {
      table.append(Tables.head(method, ""));
      for (Section section : sections) {
        table.append(
            SequenceResults.row(section, method)
                .map(row -> closeness ? distance(section, row) : time(row))
                .orElse("<td class=\"none\">–</td>"));
      }
      table.append("</tr>\n");
    }
    return table.append("</table></div>\n").toString();
  }

  private static String distance(Section section, Row row) {
    Spread spread = row.spread(Closeness.measure(section));
    if (spread.known() && Closeness.tooSmall(section)) {
      return "<td class=\"none\">too small to tell</td>";
    }
    return row.trainedAgain() == 0
        ? Tables.cell(spread, Form.SHARE)
        : "<td>" + Form.SHARE.text(spread.mean()) + "<small>trained again</small></td>";
  }

  private static String time(Row row) {
    Spread seconds = row.spread(Measure.SECONDS);
    Spread speedUp = row.spread(Measure.SPEED_UP);
    String beneath = speedUp.known()
        ? "<small>" + escaped(Form.TIMES.text(speedUp.mean())) + "</small>"
        : "";
    return seconds.known()
        ? "<td>" + escaped(Form.SECONDS.text(seconds.mean())) + beneath + "</td>"
        : "<td class=\"none\">–</td>";
  }

}
