package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellLines;
import io.lethe.evaluation.experiment.JsonText;
import io.lethe.evaluation.measure.MembershipInference;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cells and the facts about them as one JSON document. */
public final class JsonReport {

  private JsonReport() {}

  /** Writes a document with a line for each cell. */
  public static void write(ReportFacts facts, List<Cell> cells, Appendable out) throws IOException {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("made", facts.made().toString());
    about.put("command", facts.command());
    about.put("machine", facts.machine());
    about.put("method", facts.method());
    about.put("roc-false-positive-rates", MembershipInference.FALSE_POSITIVES);
    out.append("{\"about\":").append(JsonText.of(about)).append(",\n\"cells\":[");
    String separator = "\n";
    for (Cell cell : cells) {
      out.append(separator).append(CellLines.line(cell));
      separator = ",\n";
    }
    out.append("\n]}\n");
  }
}
