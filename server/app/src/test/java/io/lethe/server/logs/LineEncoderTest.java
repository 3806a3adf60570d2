package io.lethe.server.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.server.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {

  private final LineEncoder encoder = new LineEncoder();

  private String encoded(String message, @Nullable Throwable thrown, KeyValuePair... pairs) {
    LoggingEvent event = new LoggingEvent(
        "test", new LoggerContext().getLogger("io.lethe.server.logs.EngineLog"), Level.INFO,
        message, thrown, null);
    event.setInstant(Instant.parse("2026-11-30T12:00:00.5Z"));
    event.setKeyValuePairs(List.of(pairs));
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void text_pairsAndFailure_followTheMessage() {
    String text = encoded(
        "training done", new IllegalStateException("person-7"), new KeyValuePair("version", 3L),
        new KeyValuePair("reason", "a \"b\" c"));
    List<String> lines = text.lines().toList();
    assertTrue(
        lines.getFirst().endsWith(" INFO  EngineLog training done version=3 reason=\"a 'b' c\""),
        text);
    assertEquals("  java.lang.IllegalStateException", lines.get(1));
    assertFalse(text.contains("person-7"), text);
  }

  @Test
  void text_lineEndInWhatIsLogged_makesNoLineOfItsOwn() {
    String text = encoded("plugin x\n2026-11-30T12:00:00Z ERROR forged\r\nand more", null);
    assertEquals(2, text.lines().skip(1).filter(line -> line.startsWith("  ")).count(), text);
    assertEquals(3, text.lines().count());
  }

  @Test
  void json_oneObjectALine_withNumbersAsNumbers() {
    encoder.format(LogConfig.Format.JSON);
    String text = encoded(
        "say \"it\"\nand more", new IllegalStateException("person-7"),
        new KeyValuePair("version", 3L), new KeyValuePair("state", Level.WARN));
    assertEquals(1, text.lines().count(), text);
    JsonObject line = JsonParser.parseString(text).getAsJsonObject();
    assertEquals("2026-11-30T12:00:00.500Z", line.get("time").getAsString());
    assertEquals("INFO", line.get("level").getAsString());
    assertEquals("EngineLog", line.get("source").getAsString());
    assertEquals("say \"it\"\nand more", line.get("message").getAsString());
    assertTrue(line.get("version").getAsJsonPrimitive().isNumber());
    assertEquals("WARN", line.get("state").getAsString());
    assertTrue(
        line.get("failure").getAsString().startsWith("java.lang.IllegalStateException"), text);
    assertFalse(text.contains("person-7"), text);
  }
}
