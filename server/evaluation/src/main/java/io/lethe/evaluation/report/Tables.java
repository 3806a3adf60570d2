package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.escaped;

import io.lethe.evaluation.report.Results.Row;
import io.lethe.evaluation.report.Results.Section;
import java.util.List;

/** Tables of methods and measures. */
final class Tables {

  private static final String OURS = "lethe-";

  private Tables() {}

  /** One forget set: a row for each method, a column for each measure. */
  static String section(Section section, List<Column> columns) {
    StringBuilder table = new StringBuilder("<div class=\"scroll\"><table>\n<tr><th>method</th>");
    columns.forEach(
        column -> table.append(
            "<th title=\"%s\">%s</th>"
                .formatted(escaped(column.measure().meaning()), escaped(column.heading()))));
    table.append("</tr>\n");
    for (Row row : section.rows()) {
      table.append(head(row));
      if (row.note().isEmpty()) {
        columns.forEach(column -> table.append(cell(row.spread(column.measure()), column.form())));
      } else {
        table.append(
            "<td class=\"note\" colspan=\"%d\">%s</td>"
                .formatted(columns.size(), escaped(row.note())));
      }
      table.append("</tr>\n");
    }
    return table.append("</table></div>\n").toString();
  }

  /** The beginning of a method's row. */
  static String head(Row row) {
    long again = row.trainedAgain();
    String remark = again == 0
        ? ""
        : "<small>trained again in %d of %s</small>"
            .formatted(again, Details.seeds(row.cells().size()));
    return head(row.method(), remark);
  }

  /** The same with a remark beneath, as markup. */
  static String head(String method, String remark) {
    return "<tr%s><th scope=\"row\"><span class=\"dot\" style=\"background:%s\"></span>%s%s</th>"
        .formatted(
            method.startsWith(OURS) ? " class=\"ours\"" : "", Palette.colour(method),
            escaped(method), remark);
  }

  /** The mean, and under it the smallest and largest where there is more than one seed. */
  static String cell(Spread spread, Form form) {
    if (!spread.known()) {
      return "<td class=\"none\">–</td>";
    }
    String mean = escaped(form.text(spread.mean()));
    String low = form.text(spread.min());
    String high = form.text(spread.max());
    String range = spread.count() == 1 || low.equals(high)
        ? ""
        : "<small>%s to %s</small>".formatted(escaped(low), escaped(high));
    return "<td>" + mean + range + "</td>";
  }
}
