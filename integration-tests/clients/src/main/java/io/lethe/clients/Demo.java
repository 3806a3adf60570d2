package io.lethe.clients;

import io.lethe.installed.Distribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code lethe demo} in a process of its own, and what it tells people to export. */
final class Demo implements AutoCloseable {

  private static final Pattern EXPORT = Pattern.compile(".*export (LETHE_[A-Z_]+)=(\\S+).*");
  private static final String READY = "Serving until Ctrl-C.";
  private static final long START_SECONDS_MAX = 300;

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private Demo(Process process) {
    this.process = process;
    Thread _ = Thread.ofVirtual().start(this::listen);
  }

  /** Starts it on free ports and waits until it has told its story. */
  static Demo start(Distribution distribution) throws IOException {
    // As people start it: it trains a model, which takes a compiler.
    Map<String, String> settings = Map.of("LETHE_GATEWAY_PORT", "0", "LETHE_JAVA_OPTS", "-Xmx1g");
    Demo demo = new Demo(distribution.command(settings, List.of("demo", "--port", "0")).start());
    try {
      String _ = demo.ready.orTimeout(START_SECONDS_MAX, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      demo.close();
      throw new IllegalStateException("the demo did not start; it said " + demo.output, failed);
    }
    return demo;
  }

  private void listen() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(line -> {
        output.add(line);
        if (line.contains(READY)) {
          ready.complete(line);
        }
      });
    } catch (IOException | UncheckedIOException closed) {
      output.add("(" + closed + ")");
    }
    ready.completeExceptionally(new IllegalStateException("its output ended"));
  }

  /** What the lines say that people are to run. */
  Map<String, String> exports() {
    Map<String, String> exports = new HashMap<>();
    for (String line : new ArrayList<>(output)) {
      EXPORT.matcher(line).results().forEach(found -> exports.put(found.group(1), found.group(2)));
    }
    return exports;
  }

  @Override
  public void close() {
    process.destroy();
    Process _ = process.onExit().orTimeout(START_SECONDS_MAX, TimeUnit.SECONDS).join();
  }
}
