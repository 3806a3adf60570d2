package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A variable that a document, the launcher or a command's help names is never warned of as unknown. */
class DocumentedVariablesTest {

  private static final Path TOP = Path.of("..", "..");
  private static final Pattern VARIABLE = Pattern.compile("\\bLETHE_[A-Z_]*[A-Z]\\b");

  private static List<Path> named() throws IOException {
    List<Path> files = new ArrayList<>(new Documents(TOP).all());
    files.add(TOP.resolve("lethe"));
    try (Stream<Path> commands = Files.walk(TOP.resolve("server/cli/src/main/java"))) {
      commands.filter(Files::isRegularFile).forEach(files::add);
    }
    return files;
  }

  @Test
  void everyVariableThatAReaderIsToldOf_isKnownToTheConfiguration() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    for (Path file : named()) {
      VARIABLE.matcher(Files.readString(file))
          .results()
          .forEach(variable -> environment.put(variable.group(), "1"));
    }
    // Of these the configuration would take the value.
    Settings.ALL.forEach(setting -> environment.remove(setting.environmentVariable()));
    assertTrue(
        environment.keySet()
            .containsAll(List.of("LETHE_SERVER", "LETHE_TOKEN", "LETHE_JAVA_OPTS", "LETHE_MODEL")),
        environment::toString);
    assertEquals(List.of(), ConfigLoader.load(Map.of(), environment, null, Map.of()).warnings());
  }
}
