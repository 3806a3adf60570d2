package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.installed.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches of classes that the package holds: used where they fit, and never spoken of. */
final class ClassCachesTest {

  private static final String MAIN = "io.lethe.cli.LetheMain ";
  private static final Path BUILT = Path.of(System.getProperty("lethe.distribution", ""));

  @TempDir private Path folder;

  /**
   * How a command ended, and where its main class came from.
   *
   * @param cached whether from the cache
   */
  private record Seen(Distribution.Ended ended, boolean cached) {}

  private Seen seen(Distribution distribution, String... arguments) throws Exception {
    Path classes = folder.resolve("classes.log");
    Distribution.Ended ended = distribution.run(
        Map.of(
            "LETHE_JAVA_OPTS",
            distribution.javaOptions() + " -Xlog:class+load:file=" + classes + ":none"),
        List.of(arguments));
    try (Stream<String> lines = Files.lines(classes)) {
      String main = lines.filter(line -> line.startsWith(MAIN)).findFirst().orElseThrow();
      return new Seen(ended, main.endsWith("source: shared objects file"));
    }
  }

  @Test
  void commands_ofBothKinds_findTheirClassesInTheCache() throws Exception {
    Seen client = seen(Distribution.built(), "models", "--server", "127.0.0.1:1");
    Seen server = seen(Distribution.built(), "serve", "--port", "none");
    Seen wider = seen(Distribution.built(), "evaluate", "--nothing-of-this-name");
    assertAll(
        () -> assertEquals(3, client.ended().exitCode(), client.ended().text()),
        () -> assertEquals(2, server.ended().exitCode(), server.ended().text()),
        () -> assertEquals(2, wider.ended().exitCode(), wider.ended().text()),
        () -> assertTrue(client.cached(), "client"), () -> assertTrue(server.cached(), "server"),
        () -> assertTrue(wider.cached(), "with the evaluation behind"));
  }

  @Test
  void help_jarsOfAnotherTime_saysTheSameWithoutTheCache() throws Exception {
    Path home = copied();
    Seen before = seen(Distribution.in(home), "config", "--help");
    for (Path jar : jars(home)) {
      if (jar.getFileName().toString().startsWith("lethe-cli")) {
        byte[] content = Files.readAllBytes(jar);
        Files.delete(jar);
        Files.write(jar, content);
      }
    }
    Seen after = seen(Distribution.in(home), "config", "--help");
    assertAll(
        () -> assertTrue(before.cached()), () -> assertFalse(after.cached()),
        () -> assertEquals(0, after.ended().exitCode()),
        () -> assertEquals(before.ended().text(), after.ended().text()));
  }

  /** What a command needs, elsewhere: the jars with their times. */
  private Path copied() throws IOException {
    Path home = Files.createDirectories(folder.resolve("elsewhere"));
    Files.copy(BUILT.resolve("lethe"), home.resolve("lethe"));
    Files.copy(BUILT.resolve("VERSION"), home.resolve("VERSION"));
    Files.createDirectories(home.resolve("lib"));
    for (Path jar : jars(BUILT)) {
      Files.copy(
          jar, home.resolve("lib").resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(home.resolve("cache"));
    Files.copy(BUILT.resolve("cache/client.aot"), home.resolve("cache/client.aot"));
    return home;
  }

  private static List<Path> jars(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
