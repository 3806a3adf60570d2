package io.lethe.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Checks a zip whose jar offers no plugin, which fails before any training. */
class CheckPluginTest {

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();
  private Path zip = Path.of("");

  /** The check's process, which begins when the zip is another one already. */
  static final class Swapped {

    private Swapped() {}

    public static void main(String[] arguments) throws IOException {
      Path _ = Files.writeString(Path.of(arguments[0]), "another zip");
      Screen screen = new Screen(
          new PrintWriter(System.out, true, StandardCharsets.UTF_8),
          new PrintWriter(System.err, true, StandardCharsets.UTF_8), false, false);
      System.exit(command(screen, Path.of(arguments[0]).resolveSibling("")).execute(arguments));
    }
  }

  private static CommandLine command(Screen screen, Path home) {
    return new CommandLine(
        new CheckPlugin(
            new Surroundings(screen, Map.of(), home, home), Swapped.class, () -> Instant.EPOCH))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @BeforeEach
  void packed() throws IOException {
    Path jar = folder.resolve("idle.jar");
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar))) {
      packed.putNextEntry(new JarEntry("nothing.txt"));
    }
    zip = folder.resolve("idle.zip");
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(zip))) {
      packed.putNextEntry(new JarEntry("idle.jar"));
      packed.write(Files.readAllBytes(jar));
    }
  }

  private int check(String... more) {
    List<String> arguments = new ArrayList<>(List.of(zip.toString()));
    arguments.addAll(List.of(more));
    Screen screen = new Screen(
        new PrintWriter(new StringWriter()), new PrintWriter(err), false, false);
    return command(screen, folder).execute(arguments.toArray(String[]::new));
  }

  @Test
  void zipThatIsReplacedMeanwhile_whatWasOpenedIsCheckedAndRecorded() throws IOException {
    assertEquals(ExitCode.FAILED, check(), err::toString);
    String record = Files.readString(folder.resolve("idle.check"));
    assertTrue(record.contains("\nverdict failed\n"), record);
  }

  @Test
  void optionsOfItsOwn_noRecordAndTheReason() {
    assertEquals(ExitCode.FAILED, check("-o", "l2=1"), err::toString);
    assertTrue(err.toString().contains("no record is written"), err::toString);
    assertTrue(err.toString().contains("with --option, and a record is of"), err::toString);
    assertFalse(Files.exists(folder.resolve("idle.check")));
  }

  @Test
  void dataOfItsOwn_noRecordAndTheReason() throws IOException {
    Path data = Files.writeString(folder.resolve("small.csv"), "user,item,value\nann,book,1\n");
    assertEquals(ExitCode.FAILED, check("--data", data.toString()), err::toString);
    assertTrue(err.toString().contains("with --data, and a record is of"), err::toString);
    assertFalse(Files.exists(folder.resolve("idle.check")));
  }
}
