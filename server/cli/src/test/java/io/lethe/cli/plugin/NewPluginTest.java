package io.lethe.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NewPluginTest {

  @TempDir private Path folder;
  private String refused = "";

  @BeforeEach
  void distribution() throws IOException {
    Path _ = Files.createDirectories(folder.resolve("home/plugins"));
    Path _ = Files.writeString(folder.resolve("home/VERSION"), "lethe 1.2.3\n");
  }

  /** The exit code of {@code lethe plugin new}; what it refuses is kept. */
  private int begin(String name, String... more) throws IOException {
    Screen screen = new Screen(
        new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
    NewPlugin command = new NewPlugin(
        new Surroundings(screen, Map.of(), folder.resolve("home"), folder));
    List<String> arguments = new ArrayList<>(List.of(name, "--kind", "plain"));
    arguments.addAll(List.of(more));
    var _ = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    try {
      return command.call();
    } catch (CommandException refusal) {
      refused = String.valueOf(refusal.getMessage());
      return refusal.exitCode();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"class.int", "shop.new.family", "true"})
  void packageOfWordsOfJava_isUsageAndNothingIsWritten(String words) throws IOException {
    assertEquals(ExitCode.USAGE, begin("other", "--package", words));
    assertTrue(refused.contains("cannot be called '" + words + "'"), refused);
    assertFalse(Files.exists(folder.resolve("other")));
  }

  @Test
  void nameThatIsAWordOfJava_isUsageUnlessThePackageIsNamed() throws IOException {
    assertEquals(ExitCode.USAGE, begin("int"));
    assertTrue(refused.contains("--package names another"), refused);
    assertEquals(ExitCode.DONE, begin("int", "--package", "shop"), () -> refused);
    assertTrue(Files.exists(folder.resolve("int/src/main/java/shop/IntPlugin.java")));
  }

  @Test
  void nameOfAPluginOfTheDistribution_isUsageWhateverItsFolderIsCalled() throws IOException {
    Path _ = InstalledJar.in(folder.resolve("home/plugins/several"));
    assertEquals(ExitCode.USAGE, begin("one-option"));
    assertTrue(refused.contains("a plugin one-option is in "), refused);
    assertFalse(Files.exists(folder.resolve("one-option")));
    assertEquals(ExitCode.DONE, begin("several"), () -> refused);
  }

  @Test
  void folderBelowAFile_isToldInWords() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertEquals(ExitCode.FAILED, begin("other", "--dir", file.resolve("project").toString()));
    assertTrue(
        refused.contains(file.toString()) && refused.matches(".*(cannot be made|is needed).*"),
        refused);
  }
}
