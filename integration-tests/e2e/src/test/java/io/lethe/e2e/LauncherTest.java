package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.installed.Distribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher where cron jobs, services of the system and bare containers start it. */
final class LauncherTest {

  private final Distribution distribution = Distribution.built();

  @TempDir private Path folder;

  /** Names in bytes, so that nothing depends on the locale of the test. */
  private static final String IMPORT = """
      file="$2/"$'r\\xc3\\xa4tings.csv'
      printf '\\xe7\\x94\\xa8\\xe6\\x88\\xb7,item\\nJ\\xc3\\xbcrgen,tea\\n' > "$file"
      unset HOME
      LC_ALL=C exec "$1" import "$file" --model shop --data-folder "$2/data" \\
        --columns $'user=\\xe7\\x94\\xa8\\xe6\\x88\\xb7,item=item'
      """;
  /** Ends at once, and is no question for help, which computes nothing. */
  private static final String FLAGS = "LETHE_JAVA_OPTS=-XX:+PrintFlagsFinal exec \"$1\" %s --none-such";
  private static final Pattern LARGE_PAGES = Pattern.compile("UseTransparentHugePages +:?= +true");
  private static final String FEW_FILES = "ulimit -n 64; exec \"$1\" --version";

  @Test
  void import_withoutALocaleAndAHome_readsNamesAsTheyWereTyped() throws Exception {
    Distribution.Ended ended = ended(IMPORT);
    assertAll(
        () -> assertEquals(0, ended.exitCode(), ended.text()),
        () -> assertTrue(ended.text().contains("Imported 1 new interaction"), ended.text()));
  }

  @Test
  void version_fewOpenFilesAllowed_isRefusedInWords() throws Exception {
    Distribution.Ended ended = ended(FEW_FILES);
    assertAll(
        () -> assertEquals(1, ended.exitCode(), ended.text()),
        () -> assertEquals(
            "lethe: at most 64 files may be open here (ulimit -n); Lethe needs 256 or more.",
            ended.text().strip()));
  }

  @Test
  void help_commandBeforeOrAfter_isTheSame() throws Exception {
    Distribution.Ended before = ended("exec \"$1\" help evaluate");
    Distribution.Ended after = ended("exec \"$1\" evaluate --help");
    Distribution.Ended all = ended("exec \"$1\" help");
    assertAll(
        () -> assertEquals(0, before.exitCode(), before.text()),
        () -> assertTrue(before.text().contains("Usage: lethe evaluate"), before.text()),
        () -> assertEquals(after.text(), before.text()),
        () -> assertTrue(all.text().contains("First steps:"), all.text()));
  }

  /** Only what computes, only where the kernel gives them on demand, and without a warning anywhere. */
  @Test
  void serve_kernelGivesLargePages_heapAsksForThem() throws Exception {
    Path kernel = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    String given = Files.exists(kernel) ? Files.readString(kernel) : "";
    boolean asks = given.contains("[madvise]") || given.contains("[always]");
    Distribution.Ended serve = ended(FLAGS.formatted("serve"));
    Distribution.Ended models = ended(FLAGS.formatted("models"));
    assertAll(
        () -> assertEquals(asks, LARGE_PAGES.matcher(serve.text()).find(), serve.text()),
        () -> assertFalse(LARGE_PAGES.matcher(models.text()).find(), models.text()),
        () -> assertFalse(serve.text().contains("VM warning"), serve.text()));
  }

  /** Stands for Maven, which would take minutes: says that it builds, and ends when it is told to. */
  private static final String BUILD = """
      #!/usr/bin/env bash
      echo building >> builds
      until [ -e go ]; do sleep 0.05; done
      mkdir -p server/dist/target/lethe/lib
      touch server/dist/target/lethe/VERSION
      """;

  @Test
  void models_twoAtOnceOfSourcesThatAreNew_buildOnce() throws Exception {
    Path builds = folder.resolve("builds");
    Process first = overSources().redirectError(ProcessBuilder.Redirect.DISCARD).start();
    boolean _ = Until.answer(() -> Files.exists(builds), there -> there);
    Process second = overSources().start();
    try (BufferedReader said = second.errorReader()) {
      assertEquals("Another lethe is building; waiting for it ...", said.readLine());
      Files.createFile(folder.resolve("go"));
      said.lines().forEach(line -> {});
    }
    // There is nothing to run in what was built.
    assertAll(
        () -> assertEquals(1, first.waitFor()), () -> assertEquals(1, second.waitFor()),
        () -> assertEquals(List.of("building"), Files.readAllLines(builds)));
  }

  /** The launcher over sources that were never built. */
  private ProcessBuilder overSources() throws IOException {
    Path launcher = folder.resolve("lethe");
    if (!Files.exists(launcher)) {
      Files.copy(Path.of("..", "..", "lethe"), launcher);
      for (String each : List
          .of("proto", "plugins", "server", "client-sdk/java", "client-sdk/shared", "tools")) {
        Files.createDirectories(folder.resolve(each));
      }
      Files.createFile(folder.resolve("pom.xml"));
      Path maven = Files.writeString(folder.resolve("tools/mvn"), BUILD);
      assertTrue(maven.toFile().setExecutable(true));
    }
    ProcessBuilder command = distribution.command(Map.of(), List.of());
    command.environment()
        .merge("PATH", folder.resolve("tools").toString(), (path, own) -> own + ":" + path);
    return command.command("bash", launcher.toString(), "models").redirectErrorStream(false);
  }

  /** Runs a script that is given the launcher and a folder. */
  private Distribution.Ended ended(String script) throws IOException, InterruptedException {
    ProcessBuilder command = distribution.command(Map.of(), List.of());
    String launcher = command.command().getFirst();
    Process process = command.command("bash", "-c", script, "bash", launcher, folder.toString())
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Distribution.Ended(process.waitFor(), text);
    } finally {
      process.destroyForcibly();
    }
  }
}
