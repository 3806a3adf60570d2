package io.lethe.installed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution that the build made: the launcher and the folders beside it. */
public final class Distribution {

  private static final long COMMAND_SECONDS_MAX = 300;
  /**
   * Short lives on a shared machine: starting fast counts for more than running fast. The quick
   * compiler knows no vectors, which makes vector kernels many times slower than their scalar twins.
   * Nor does JavaCPP read how much memory the process has at each of ND4J's many small calls.
   */
  private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
      + " -Dlethe.kernels=scalar -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Xmx512m";

  private final Path home;

  private Distribution(Path home) {
    this.home = home;
  }

  /** The one that was built last. */
  public static Distribution built() {
    return in(Path.of(System.getProperty("lethe.distribution", "")));
  }

  /** One that was built before. */
  public static Distribution in(Path home) {
    if (!Files.isRegularFile(home.resolve("VERSION"))) {
      throw new IllegalStateException(
          "there is no distribution in '" + home + "'; run these tests by 'mvn verify'");
    }
    return new Distribution(home);
  }

  /** What its JVMs are told. */
  public String javaOptions() {
    return JAVA_OPTIONS;
  }

  /** What ships for Prometheus and Grafana. */
  public Path monitoring() {
    return home.resolve("monitoring");
  }

  /** The plugins that ship with it. */
  public Path plugins() {
    return home.resolve("plugins");
  }

  /**
   * How a command ended.
   *
   * @param text what it printed, complaints included
   */
  public record Ended(int exitCode, String text) {}

  /** Runs a command to its end. */
  public Ended run(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = command(environment, arguments).start();
    process.getOutputStream().close();
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "lethe " + arguments.getFirst() + " runs longer than " + COMMAND_SECONDS_MAX + " s");
      }
      return new Ended(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A process that is not started yet; its complaints go where its answers go. */
  public ProcessBuilder command(Map<String, String> environment, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(home.resolve("lethe").toString()));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LETHE_JAVA_OPTS", JAVA_OPTIONS);
    // A test calls its server a few times: compiled code gains nothing by then.
    builder.environment().put("LETHE_SERVING_WARM_MILLIS", "0");
    builder.environment().putAll(environment);
    return builder;
  }
}
