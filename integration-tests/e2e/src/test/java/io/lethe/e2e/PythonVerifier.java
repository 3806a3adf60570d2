package io.lethe.e2e;

import io.lethe.installed.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The verifier that knows nothing of Lethe's code: {@code integration-tests/receipts}. */
final class PythonVerifier {

  private static final long SECONDS_MAX = 600;

  private PythonVerifier() {}

  /** Whether there is a Python to run it. */
  static boolean isThere() throws IOException, InterruptedException {
    try {
      return run(List.of("python3", "--version")).exitCode() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  static Distribution.Ended run(String script, Path receipt, String key, String... more)
      throws IOException, InterruptedException {
    Path scripts = Path.of("..", "receipts").toAbsolutePath().normalize();
    if (!Files.isDirectory(scripts)) {
      throw new IllegalStateException("no folder " + scripts);
    }
    List<String> command = new ArrayList<>(
        List.of("python3", "-B", scripts.resolve(script).toString(), receipt.toString(), key));
    command.addAll(List.of(more));
    return run(command);
  }

  private static Distribution.Ended run(List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException(command + " runs longer than " + SECONDS_MAX + " s");
      }
      return new Distribution.Ended(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
    }
  }
}
