package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server's build depends on no plugin; only its packaging, {@code server/dist}, names them. */
class ServerPomsTest {

  private static final Path TOP = Path.of("..", "..");
  private static final List<String> FOR_EVERYBODY = List.of("spi", "checks", "kernels");

  @Test
  void serverPoms_exceptPackaging_nameNoPluginModule() throws IOException {
    assertEquals(List.of(), breaches(TOP.resolve("server"), "dist"));
  }

  @Test
  void packaging_readByTheSameCheck_isFound() throws IOException {
    assertFalse(breaches(TOP.resolve("server"), "").isEmpty());
  }

  private static List<String> breaches(Path server, String except) throws IOException {
    List<String> plugins = folders(TOP.resolve("plugins"))
        .filter(name -> !FOR_EVERYBODY.contains(name))
        .toList();
    return folders(server).filter(name -> !name.equals(except))
        .flatMap(
            name -> plugins.stream()
                .filter(plugin -> names(server.resolve(name), plugin))
                .map(plugin -> name + " names " + plugin))
        .toList();
  }

  private static boolean names(Path module, String plugin) {
    try {
      return Files.readString(module.resolve("pom.xml"))
          .contains("<artifactId>lethe-" + plugin + "</artifactId>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(child -> Files.exists(child.resolve("pom.xml")))
          .map(child -> parent.relativize(child).toString())
          .sorted()
          .toList()
          .stream();
    }
  }
}
