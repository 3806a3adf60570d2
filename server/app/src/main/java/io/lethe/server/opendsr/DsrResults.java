package io.lethe.server.opendsr;

import io.lethe.engine.dsr.SubjectResults;
import io.lethe.engine.interaction.AppendOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is held of a person, for machines: JSON, and CSV as RFC 4180 has it. Times are those of ISO 8601
 * in UTC; where one is unknown, it is missing, or its cell is empty.
 */
final class DsrResults {

  private static final String ROW_END = "\r\n";

  private DsrResults() {}

  static byte[] json(List<SubjectResults.Held> held) {
    ObjectNode answer = DsrJson.object();
    ArrayNode interactions = answer.putArray("interactions");
    for (SubjectResults.Held each : held) {
      for (AppendOrder.Row row : each.rows()) {
        ObjectNode interaction = interactions.addObject()
            .put("model", "models/" + each.model())
            .put("user", row.user())
            .put("item", row.item())
            .put("value", row.value());
        if (row.time() != null) {
          interaction.put("time", row.time().toString());
        }
      }
    }
    return DsrJson.bytes(answer);
  }

  static byte[] csv(List<SubjectResults.Held> held) {
    StringBuilder text = new StringBuilder("model,user,item,value,time" + ROW_END);
    for (SubjectResults.Held each : held) {
      for (AppendOrder.Row row : each.rows()) {
        text.append("models/")
            .append(each.model())
            .append(',')
            .append(cell(row.user()))
            .append(',')
            .append(cell(row.item()))
            .append(',')
            .append(row.value())
            .append(',')
            .append(row.time() == null ? "" : row.time())
            .append(ROW_END);
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String cell(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
