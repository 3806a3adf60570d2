package io.lethe.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.google.gson.stream.JsonWriter;
import io.lethe.server.config.LogConfig;
import io.lethe.server.errors.LoggedThrowable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One line for each event, as text or as JSON. A text's further lines, such as where a failure came
 * from, are indented: nothing that is logged looks like a line of its own.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME = DateTimeFormatter
      .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
      .withZone(ZoneId.systemDefault());
  private static final Pattern BARE = Pattern.compile("[\\w.:/+@%-]+");
  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final byte[] NONE = {};

  private volatile LogConfig.Format format = LogConfig.Format.TEXT;

  /** Has lines take another form from now on. */
  void format(LogConfig.Format next) {
    format = next;
  }

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = switch (format) {
      case TEXT -> text(event);
      case JSON -> json(event);
    };
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(TIME.format(event.getInstant())).append(' ')
        .append(String.format(Locale.ROOT, "%-5s", event.getLevel()))
        .append(' ')
        .append(source(event))
        .append(' ')
        .append(event.getFormattedMessage());
    for (KeyValuePair pair : pairs(event)) {
      String value = String.valueOf(pair.value);
      line.append(' ')
          .append(pair.key)
          .append('=')
          .append(BARE.matcher(value).matches() ? value : "\"" + value.replace("\"", "'") + "\"");
    }
    String failure = failure(event);
    if (!failure.isEmpty()) {
      line.append('\n').append(failure);
    }
    return LINE_END.matcher(line).replaceAll("\n  ");
  }

  private static String json(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.beginObject();
      json.name("time").value(DateTimeFormatter.ISO_INSTANT.format(event.getInstant()));
      json.name("level").value(event.getLevel().toString());
      json.name("source").value(source(event));
      json.name("message").value(event.getFormattedMessage());
      for (KeyValuePair pair : pairs(event)) {
        json.name(pair.key);
        if (pair.value instanceof Number number) {
          json.value(number);
        } else {
          json.value(String.valueOf(pair.value));
        }
      }
      String failure = failure(event);
      if (!failure.isEmpty()) {
        json.name("failure").value(failure);
      }
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a text in memory was not written", impossible);
    }
    return line.toString();
  }

  private static String failure(ILoggingEvent event) {
    return new LoggedThrowable().convert(event).strip();
  }

  /** The class's name, without its package. */
  private static String source(ILoggingEvent event) {
    String name = event.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    @Nullable
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }
}
