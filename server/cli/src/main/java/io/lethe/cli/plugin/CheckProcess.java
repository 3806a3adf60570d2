package io.lethe.cli.plugin;

import io.lethe.cli.terminal.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A second process like this one, which a plugin may hang or end. */
final class CheckProcess {

  private final ProcessBuilder builder;

  /**
   * A process that is not started yet: this one's JVM, options and class path.
   *
   * @param main whose arguments these are
   */
  CheckProcess(Class<?> main, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.addAll(List.of("-cp", System.getProperty("java.class.path", ""), main.getName()));
    line.addAll(arguments);
    builder = new ProcessBuilder(line).redirectErrorStream(true);
  }

  /**
   * Runs it; what it prints goes to standard error.
   *
   * @return its exit code; empty if it was ended because it took longer
   */
  OptionalInt run(Duration max, Screen screen) throws IOException {
    Process process = builder.start();
    process.getOutputStream().close();
    Thread pump = Thread.ofVirtual().start(() -> pump(process, screen));
    try {
      boolean ended = process.waitFor(max.toNanos(), TimeUnit.NANOSECONDS);
      Process _ = process.destroyForcibly().onExit().join();
      pump.join();
      return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    } finally {
      Process _ = process.destroyForcibly();
    }
  }

  private static void pump(Process process, Screen screen) {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(line -> {
        screen.err().println(line);
        screen.err().flush();
      });
    } catch (IOException | UncheckedIOException ended) {
      screen.complain("the check's output ended: " + ended.getMessage());
    }
  }
}
