package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.ForgetKind;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.report.Results.Section;
import java.util.List;

/**
 * Which pairs tell methods apart. Where whole users or items go, their own rows are dropped or
 * untrained in every model, so that a distance on the forgotten pairs is 0 for all; there it is taken
 * on the pairs of everybody who stays.
 */
public final class Closeness {

  private Closeness() {}

  /** The distance to look at for a cell: the one its kind of forget set asks for, if it is there. */
  public static Measure measure(Cell cell) {
    if (ForgetKind.ofCell(cell.key().forget()).map(ForgetKind::rowsStay).orElse(false)) {
      return Measure.GAP_FORGOTTEN;
    }
    // Results of earlier versions have test pairs only.
    return cell.values().containsKey(Measure.GAP_STAYERS.id())
        ? Measure.GAP_STAYERS
        : Measure.GAP_TEST;
  }

  static Measure measure(Section section) {
    List<Measure> measures = cells(section).stream()
        .filter(cell -> cell.note().isEmpty())
        .map(Closeness::measure)
        .distinct()
        .toList();
    return measures.isEmpty() ? Measure.GAP_TEST : measures.getFirst();
  }

  private static List<Cell> cells(Section section) {
    return section.rows().stream().flatMap(row -> row.cells().stream()).toList();
  }

  /** The pairs that a distance is taken on, in words. */
  public static String pairs(Measure distance) {
    return switch (distance) {
      case GAP_FORGOTTEN -> "forgotten pairs";
      case GAP_STAYERS -> "everybody who stays";
      default -> "everybody else's test pairs";
    };
  }

  /** Whether a cell's distances are in units of next to nothing. */
  public static boolean tooSmall(Cell cell) {
    return cell.value(Measure.TOO_SMALL) > 0;
  }

  static boolean tooSmall(Section section) {
    return cells(section).stream().anyMatch(Closeness::tooSmall);
  }
}
