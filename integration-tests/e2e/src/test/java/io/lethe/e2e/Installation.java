package io.lethe.e2e;

import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A data folder and a plugin folder, and what can be run over them.
 *
 * @param data everything the server keeps
 * @param plugins one folder of jars per plugin
 */
record Installation(Distribution distribution, Path data, Path plugins) {

  static final String MODEL = "movies";

  /** A copy, under a folder that is made for it; no server may run over the original. */
  Installation copyTo(Path folder) throws IOException {
    Files.createDirectory(folder);
    Folders.copy(data, folder.resolve("data"));
    Folders.link(plugins, folder.resolve("plugins"));
    return new Installation(distribution, folder.resolve("data"), folder.resolve("plugins"));
  }

  /** Versions change by what the test asks for only: nothing is trained in the background. */
  Server serve() throws IOException {
    return serve(Map.of("LETHE_RETRAINING_AUTOMATIC", "false"));
  }

  Server serve(Map<String, String> settings) throws IOException {
    return serve(settings, 0);
  }

  /**
   * A server where another one was.
   *
   * @param port 0 for any that is free
   */
  Server serve(Map<String, String> settings, int port) throws IOException {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(settings);
    return Server
        .start(distribution.command(environment, List.of("serve", "--port", String.valueOf(port))));
  }

  Distribution.Ended run(String... arguments) throws IOException, InterruptedException {
    return distribution.run(environment(), List.of(arguments));
  }

  /** The same with settings. */
  Distribution.Ended run(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(settings);
    return distribution.run(environment, List.of(arguments));
  }

  /** A command that is not started yet. */
  ProcessBuilder command(String... arguments) {
    return distribution.command(environment(), List.of(arguments));
  }

  private Map<String, String> environment() {
    return Map.of("LETHE_DATA_FOLDER", data.toString(), "LETHE_PLUGINS_FOLDER", plugins.toString());
  }

  /** The parameters of the one version that is on disk. */
  Path parameters() {
    Path versions = data.resolve("models").resolve(MODEL).resolve("versions");
    try (Stream<Path> files = Files.walk(versions)) {
      List<Path> found = files.filter(file -> file.endsWith("model.safetensors")).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(found.size() + " versions on disk; 1 is expected");
      }
      return found.getFirst();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** SHA-256 of {@link #parameters()}. */
  String parametersDigest() throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(parameters());
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
