package io.lethe.clients.gateway;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Server-sent events, each a JSON object, until a deadline. Confined to one thread, but for closing. */
final class Events implements AutoCloseable {

  private static final ScheduledExecutorService TIMER = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private final InputStream stream;
  private final BufferedReader lines;
  private final ScheduledFuture<?> alarm;
  private final long end;

  Events(InputStream stream, long end) {
    this.stream = stream;
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    this.end = end;
    this.alarm = TIMER.schedule(this::closeStream, end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** The next one; null if the stream ended or broke, and another may be tried. */
  @Nullable
  JsonObject next() throws HttpCallException {
    String event = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event:")) {
          event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
          JsonObject data = JsonParser.parseString(line.substring("data:".length()))
              .getAsJsonObject();
          if (event.equals("failure")) {
            throw new HttpCallException(data.getAsJsonObject("error"));
          }
          return data;
        }
      }
      return null;
    } catch (IOException broken) {
      if (System.nanoTime() >= end) {
        throw HttpCallException.of("DEADLINE_EXCEEDED", "the watch took too long");
      }
      return null;
    }
  }

  @Override
  public void close() {
    var _ = alarm.cancel(false);
    closeStream();
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (IOException broken) {
      throw new IllegalStateException("a stream of events does not close", broken);
    }
  }
}
