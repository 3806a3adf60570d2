package io.lethe.clients;

import io.lethe.installed.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What people do whose language has no client: they generate code of the contract, by gRPC or by OpenAPI,
 * and follow an erasure with it to a verified receipt, here against one demo.
 */
final class WithoutClients implements AutoCloseable {

  /** The exit code of a {@code run} script whose tools are missing. */
  private static final int TOOL_MISSING = 3;
  private static final long SECONDS_MAX = 540;

  private final Path work;
  private final Demo demo;

  private WithoutClients(Path work, Demo demo) {
    this.work = work;
    this.demo = demo;
  }

  /**
   * How one went.
   *
   * @param missing the tool that this machine lacks; empty if it was run
   */
  record Ended(int exitCode, String text, String missing) {

    /** Whether it came to a receipt that {@code lethe receipt verify} found genuine. */
    boolean isVerified() {
      return exitCode == 0 && text.lines().anyMatch(line -> line.startsWith("Genuine: "));
    }
  }

  static WithoutClients begin(Path installed) throws IOException {
    Path work = Files.createDirectories(installed.resolveSibling("without-clients"));
    Demo demo = Demo.small(Distribution.built(), work.resolve("ratings.csv"));
    return new WithoutClients(work, demo);
  }

  private static Path launcher() {
    return Path.of(System.getProperty("lethe.distribution")).resolve("lethe");
  }

  /** Generates by a public OpenAPI generator, and runs the program that was written for it. */
  Ended generated(String generator) throws IOException, InterruptedException {
    Path script = Path.of("generated", generator, "run").toAbsolutePath();
    Process process = start(
        List.of(script.toString(), work.resolve(generator).toString(), launcher().toString()),
        demo.exports());
    Ended ended = end(process);
    return ended.exitCode() == TOOL_MISSING
        ? new Ended(TOOL_MISSING, ended.text(), ended.text().strip().lines().toList().getLast())
        : ended;
  }

  /**
   * Follows the page for languages of one's own to the letter.
   *
   * @param folder empty; the project's. What is compiled is kept beside the installed clients
   */
  Ended rust(Path folder) throws IOException, InterruptedException {
    if (!isThere("cargo")) {
      return new Ended(TOOL_MISSING, "", "cargo is not on the PATH");
    }
    Map<String, String> environment = new HashMap<>(demo.exports());
    environment.put("LETHE_HOME", System.getProperty("lethe.distribution"));
    environment.put("CARGO_TARGET_DIR", work.resolve("rust").toString());
    Quickstart.Ended followed = Quickstart.of(Path.of("../../client-sdk/ANY-LANGUAGE.md"))
        .follow(folder, environment);
    return new Ended(followed.exitCode(), followed.text(), "");
  }

  private static boolean isThere(String tool) throws InterruptedException {
    try {
      return end(start(List.of(tool, "--version"), Map.of())).exitCode() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  private static Process start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static Ended end(Process process) throws IOException, InterruptedException {
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it runs longer than " + SECONDS_MAX + " s: " + text);
      }
      return new Ended(process.exitValue(), text, "");
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    demo.close();
  }
}
