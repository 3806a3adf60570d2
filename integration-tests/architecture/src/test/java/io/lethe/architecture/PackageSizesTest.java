package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package that a newcomer can read: at most 25 files, those aside that still wait to be cut. */
class PackageSizesTest {

  private static final Path TOP = Path.of("..", "..");
  private static final int FILES_MAX = 25;

  /**
   * Packages over the bound, with their files. A package may leave this list; none may come in. Each
   * says in its {@code package-info} why it is one.
   */
  private static final Map<String, Integer> WAITING = Map.ofEntries(
      Map.entry("io.lethe.unlearning", 57), Map.entry("io.lethe.client", 61),
      Map.entry("io.lethe.evaluation.strategy", 37), Map.entry("io.lethe.kernels", 36),
      Map.entry("io.lethe.evaluation.experiment", 34), Map.entry("io.lethe.training", 28),
      Map.entry("io.lethe.spi", 37), Map.entry("io.lethe.clients", 31),
      Map.entry("io.lethe.server.grpc", 30), Map.entry("io.lethe.kernels.nd4j.autodiff", 27));

  @Test
  void everyPackage_hasAtMostAsManyFiles() throws IOException {
    Map<String, Integer> over = new TreeMap<>();
    for (Path sources : sources()) {
      sizes(sources).forEach((name, files) -> {
        if (files > FILES_MAX) {
          over.put(name, files);
        }
      });
    }
    assertEquals(new TreeMap<>(WAITING), over);
  }

  @Test
  void packageOverTheBound_saysWhyItIsOne() throws IOException {
    for (String name : WAITING.keySet()) {
      Path info = Path.of(name.replace('.', '/'), "package-info.java");
      Path file = sources().stream()
          .map(sources -> sources.resolve(info))
          .filter(Files::exists)
          .findAny()
          .orElseThrow();
      assertTrue(Files.readString(file).contains("One package: "), file.toString());
    }
  }

  private static Stream<Path> modules() {
    return Stream.of("plugins", "server", "client-sdk", "integration-tests")
        .map(TOP::resolve)
        .flatMap(PackageSizesTest::children);
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Path> sources() {
    return modules().map(module -> module.resolve("src/main/java"))
        .filter(Files::isDirectory)
        .toList();
  }

  private static Map<String, Integer> sizes(Path sources) throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      files.filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.resolveSibling("")).toString().replace('/', '.'))
          .forEach(name -> sizes.merge(name, 1, Integer::sum));
    }
    return sizes;
  }
}
