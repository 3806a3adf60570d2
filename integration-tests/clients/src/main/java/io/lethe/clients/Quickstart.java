package io.lethe.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A README's quickstart: what is to be typed, and the program to be saved.
 *
 * @param file what the program is to be saved as
 */
record Quickstart(String install, String file, String program, String run) {

  private static final Pattern SAVED = Pattern.compile("[Ss]ave this as\\s+`([^`]+)`");
  private static final Pattern ASSURED = Pattern
      .compile("assurance[ _]+exact", Pattern.CASE_INSENSITIVE);
  private static final long SECONDS_MAX = 540;
  /** Starting the server, and exporting the key that it prints. */
  private static final int STEPS_BEFORE = 2;

  /**
   * How one went.
   *
   * @param steps commands that a person types, and files to save
   */
  record Ended(int exitCode, String text, int steps, double installSeconds, double runSeconds) {

    /** Whether it came to what every quickstart ends with: the assurance of a genuine receipt. */
    boolean isVerified() {
      return exitCode == 0 && ASSURED.matcher(text).find();
    }
  }

  /** Reads the blocks of a README. */
  static Quickstart of(Path readme) throws IOException {
    String text = Files.readString(readme);
    Matcher saved = SAVED.matcher(text);
    if (!saved.find()) {
      throw new IllegalArgumentException(readme + " does not say what to save the program as");
    }
    return new Quickstart(
        block(readme, text, "sh install"), saved.group(1), block(readme, text, "\\w+ quickstart"),
        block(readme, text, "sh run"));
  }

  private static String block(Path readme, String text, String info) {
    Matcher fence = Pattern
        .compile("^```" + info + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text);
    if (!fence.find()) {
      throw new IllegalArgumentException(readme + " has no block '" + info + "'");
    }
    return fence.group(1);
  }

  /**
   * Follows it to the letter.
   *
   * @param project an empty folder
   * @param environment where the packages come from, and what the demo told to export
   */
  Ended follow(Path project, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path saved = project.resolve(file);
    Path _ = Files.createDirectories(saved.toAbsolutePath().getParent());
    Files.writeString(saved, program);
    long began = System.nanoTime();
    Shell installed = Shell.run(install, project, environment);
    long middle = System.nanoTime();
    Shell ran = installed.exitCode() == 0 ? Shell.run(run, project, environment) : installed;
    return new Ended(
        ran.exitCode(), installed.text() + ran.text(),
        STEPS_BEFORE + commands(install) + 1 + commands(run), (middle - began) / 1e9,
        (System.nanoTime() - middle) / 1e9);
  }

  /** Lines that begin a command; what is between {@code <<'END'} and END belongs to one. */
  private static int commands(String script) {
    return (int) script.replaceAll("(?s)<<'END'\\n.*?\\nEND\\n", "\n")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" ") && !line.startsWith("#"))
        .count();
  }

  /** How a script ended. */
  private record Shell(int exitCode, String text) {

    static Shell run(String script, Path folder, Map<String, String> environment)
        throws IOException, InterruptedException {
      ProcessBuilder builder = new ProcessBuilder("bash", "-euc", script).directory(folder.toFile())
          .redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      try (var output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
          throw new IllegalStateException("it runs longer than " + SECONDS_MAX + " s: " + script);
        }
        return new Shell(process.exitValue(), text);
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
