package io.lethe.clients.testee;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads one request per line and writes one answer per line, in any order: the protocol that the
 * testees of all languages speak. README.md of the module has it.
 */
public final class Testee {

  private final Operations operations;
  private final PrintStream answers;

  private Testee(Operations operations, PrintStream answers) {
    this.operations = operations;
    this.answers = answers;
  }

  /** What a client can do. Thread-safe. */
  public interface Operations {

    /**
     * Does one thing.
     *
     * @param client how to build the client; equal objects share one
     * @throws Exception as the client throws it; {@link #error} reads it
     */
    JsonElement answer(String operation, JsonObject client, JsonObject arguments) throws Exception;

    /** What a failed call tells. */
    JsonObject error(Exception failure);
  }

  /** Serves the standard input to its end. */
  public static void serve(Operations operations) throws IOException {
    PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Testee testee = new Testee(operations, answers);
    try (
        BufferedReader requests = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      requests.lines().forEach(line -> threads.execute(() -> testee.answer(line)));
    }
  }

  private void answer(String line) {
    JsonObject request = JsonParser.parseString(line).getAsJsonObject();
    JsonObject answer = new JsonObject();
    answer.add("id", request.get("id"));
    try {
      answer.add(
          "ok", operations.answer(
              request.get("op").getAsString(), object(request, "client"), object(request, "args")));
    } catch (Exception failure) {
      // Whatever it is, it is what the harness wants to know.
      answer.add("error", operations.error(failure));
    }
    synchronized (answers) {
      answers.println(answer);
      answers.flush();
    }
  }

  private static JsonObject object(JsonObject request, String field) {
    return request.has(field) ? request.getAsJsonObject(field) : new JsonObject();
  }
}
