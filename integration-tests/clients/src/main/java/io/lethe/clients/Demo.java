package io.lethe.clients;

import io.lethe.installed.Distribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

  /** Starts it on free ports and waits until it has told its story: as people start it. */
  static Demo start(Distribution distribution) throws IOException {
    // It trains a model of its own data, which takes a compiler.
    return start(distribution, Map.of("LETHE_JAVA_OPTS", "-Xmx1g"), List.of());
  }

  /**
   * The same on a few ratings.
   *
   * @param file where they may be put
   */
  static Demo small(Distribution distribution, Path file) throws IOException {
    Ratings.few().write(file);
    return start(distribution, Map.of(), List.of("--data", file.toString()));
  }

  private static Demo start(
      Distribution distribution, Map<String, String> settings, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("demo", "--port", "0"));
    command.addAll(more);
    ProcessBuilder process = distribution.command(settings, command);
    process.environment().put("LETHE_GATEWAY_PORT", "0");
    Demo demo = new Demo(process.start());
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
