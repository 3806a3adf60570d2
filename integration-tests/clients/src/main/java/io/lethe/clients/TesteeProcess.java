package io.lethe.clients;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A program of one language, told what to do over its standard input. Thread-safe. */
public final class TesteeProcess implements AutoCloseable {

  private static final long ANSWER_SECONDS_MAX = 300;
  private static final long STOP_SECONDS_MAX = 120;

  private final Language language;
  private final Process process;
  private final Path complaints;
  private final Writer requests;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();

  /** Starts what was installed under the folder. */
  public static TesteeProcess start(Language language, Path folder) throws IOException {
    return new TesteeProcess(language, folder);
  }

  private TesteeProcess(Language language, Path folder) throws IOException {
    this.language = language;
    this.complaints = folder.resolve(language.id() + ".log");
    ProcessBuilder command = new ProcessBuilder(folder.resolve("testee").toString())
        .directory(folder.toFile())
        .redirectError(complaints.toFile());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().put("LETHE_TESTEE_OPTIONS", language.options());
    process = command.start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    Thread _ = Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      answers.lines().forEach(line -> {
        JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
        CompletableFuture<JsonObject> waiting = open.remove(answer.get("id").getAsLong());
        if (waiting != null) {
          waiting.complete(answer);
        }
      });
      fail(new IllegalStateException("its output ended"));
    } catch (IOException | RuntimeException broken) {
      fail(broken);
    }
  }

  private void fail(Exception cause) {
    open.values().forEach(waiting -> waiting.completeExceptionally(cause));
  }

  /** The answer: {@code ok} or {@code error} in it. */
  public JsonObject call(String operation, JsonObject client, JsonObject arguments) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    open.put(id, answer);
    JsonObject request = new JsonObject();
    request.addProperty("id", id);
    request.addProperty("op", operation);
    request.add("client", client);
    request.add("args", arguments);
    try {
      send(request);
      return answer.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).join();
    } catch (IOException | CompletionException silent) {
      throw new IllegalStateException(
          "the %s testee did not answer '%s'; it complained: %s"
              .formatted(language.id(), operation, complaint()),
          silent);
    }
  }

  private synchronized void send(JsonObject request) throws IOException {
    requests.write(request.toString());
    requests.write('\n');
    requests.flush();
  }

  private String complaint() {
    try {
      return Files.readString(complaints);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  /** Ends its input, upon which it must end by itself. */
  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "the %s testee did not end with its input".formatted(language.id()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
