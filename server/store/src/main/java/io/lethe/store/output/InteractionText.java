package io.lethe.store.output;

import io.lethe.engine.interaction.AppendOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is held of a person, one interaction at a time, for machines: a line of CSV as RFC 4180 has it, or
 * a JSON object. Times are those of ISO 8601 in UTC. What is unknown, a time or an event type, is an empty
 * cell or no member. Contains personal data: never logged.
 */
public final class InteractionText {

  /** The names of the cells. */
  public static final String CSV_HEADER = "model,user,item,value,time,event_type";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private InteractionText() {}

  /** A line, without its end. */
  public static String csv(String model, AppendOrder.Row row) {
    return String.join(
        ",", cell(model), cell(row.user()), cell(row.item()), Float.toString(row.value()),
        time(row.time()), cell(row.event()));
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "" : time.toString();
  }

  private static String cell(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** An object, on one line. */
  public static String json(String model, AppendOrder.Row row) {
    ObjectNode interaction = JSON.createObjectNode()
        .put("model", model)
        .put("user", row.user())
        .put("item", row.item())
        .put("value", row.value());
    if (row.time() != null) {
      interaction.put("time", row.time().toString());
    }
    if (!row.event().isEmpty()) {
      interaction.put("event_type", row.event());
    }
    return JSON.writeValueAsString(interaction);
  }
}
