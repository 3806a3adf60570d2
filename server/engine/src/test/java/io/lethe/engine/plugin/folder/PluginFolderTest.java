package io.lethe.engine.plugin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins compiled and packed by the test, as an author would. */
class PluginFolderTest {

  private static final String SERVICE = RecommenderPlugin.class.getName();

  private static final String CURRENT = "RecommenderPlugin.SPI_VERSION";
  private static final String SOURCE = """
      package demo;
      import io.lethe.spi.*;
      import java.util.List;
      public final class Demo implements RecommenderPlugin {
        public Demo() { %s }
        public String name() { return "%s"; }
        public int spiVersion() { return %s; }
        public String version() { return "1"; }
        public String description() { return "demo"; }
        public List<TrainingOption> options() { return List.of(); }
        public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
          throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "demo");
        }
        public ModelArtifact save(RecommenderModel model) {
          return new ModelArtifact("x", 1, java.util.Map.of(), List.of());
        }
        public RecommenderModel load(ModelArtifact a, InteractionView v, PluginContext c) {
          throw new PluginException(PluginException.Kind.DAMAGED_ARTIFACT, "demo");
        }
      }
      """;

  @TempDir Path root;

  private Path plugins() {
    return root.resolve("plugins");
  }

  private PluginCatalog load() throws IOException {
    try (PluginKeep keep = PluginKeep.temporary()) {
      return PluginFolder
          .load(plugins(), PluginHost.of(PluginLoading.within(PluginLimits.defaults()), keep));
    }
  }

  private void demo(String folder, String constructor, String name, String spiVersion)
      throws IOException {
    install(folder, SOURCE.formatted(constructor, name, spiVersion), true);
  }

  private void install(String folder, String source, boolean service) throws IOException {
    Path work = Files.createDirectories(root.resolve("work-" + folder));
    Path file = Files.writeString(work.resolve("Demo.java"), source);
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    int failed = compiler.run(
        null, null, null, "-d", work.toString(), "-cp", System.getProperty("java.class.path"),
        file.toString());
    assertEquals(0, failed);
    Path home = Files.createDirectories(plugins().resolve(folder));
    try (OutputStream out = Files.newOutputStream(home.resolve("demo.jar"));
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> classes = Files.walk(work)) {
      for (Path each : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
        jar.putNextEntry(new JarEntry(work.relativize(each).toString()));
        jar.write(Files.readAllBytes(each));
      }
      if (service) {
        jar.putNextEntry(new JarEntry("META-INF/services/" + SERVICE));
        jar.write("demo.Demo".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String reason(PluginCatalog catalog, String folder) {
    return catalog.failures()
        .stream()
        .filter(failure -> failure.folder().equals(folder))
        .map(PluginFailure::reason)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void load_goodAndBadFolders_badOnesNamedRestServe() throws IOException {
    demo("good", "", "good", "RecommenderPlugin.SPI_VERSION");
    demo("throws", "throw new IllegalStateException(\"no licence\");", "throws", CURRENT);
    demo("old", "", "old", "0");
    demo("named-badly", "", "Not A Name", CURRENT);
    install("no-service", SOURCE.formatted("", "quiet", CURRENT), false);
    Files.createDirectories(plugins().resolve("empty"));
    Files.createDirectories(plugins().resolve("broken"));
    Files.writeString(plugins().resolve("broken/broken.jar"), "no jar at all");
    PluginCatalog catalog = load();
    assertEquals(List.of("good"), catalog.plugins().stream().map(p -> p.plugin().name()).toList());
    assertEquals(6, catalog.failures().size());
    assertTrue(reason(catalog, "throws").contains("no licence"));
    assertEquals(
        "plugin old was compiled against SPI version 0; this server has version "
            + RecommenderPlugin.SPI_VERSION,
        reason(catalog, "old"));
    assertTrue(reason(catalog, "named-badly").contains("[a-z]"));
    assertTrue(reason(catalog, "no-service").contains(SERVICE));
    assertEquals("holds no jar", reason(catalog, "empty"));
    assertTrue(
        reason(catalog, "broken").startsWith("broken.jar is no readable jar ("),
        reason(catalog, "broken"));
  }

  @Test
  void load_twoOfOneNameAndVersionThatDiffer_neitherUsedBothFilesNamed() throws IOException {
    demo("first", "", "same", CURRENT);
    demo("second", "int one = 1;", "same", CURRENT);
    demo("third", "", "other", CURRENT);
    PluginCatalog catalog = load();
    assertEquals(1, catalog.plugins().size());
    assertTrue(
        reason(catalog, "first").matches(
            "plugin same 1 is offered by files that differ: first/demo.jar \\(SHA-256 [0-9a-f]{12}...\\)"
                + " and second/demo.jar \\(SHA-256 [0-9a-f]{12}...\\); none is used: .*"),
        reason(catalog, "first"));
    assertEquals(reason(catalog, "first"), reason(catalog, "second"));
    LetheException error = assertThrows(LetheException.class, () -> catalog.find("same"));
    assertEquals(ErrorKind.PLUGIN_NOT_FOUND, error.kind());
    assertTrue(String.valueOf(error.getMessage()).contains("other"));
  }

  @Test
  void load_theSameBytesTwice_usedOnceWithAWarning() throws IOException {
    demo("first", "", "same", CURRENT);
    Path _ = Files.createDirectories(plugins().resolve("second"));
    Path _ = Files.copy(plugins().resolve("first/demo.jar"), plugins().resolve("second/demo.jar"));
    PluginCatalog catalog = load();
    assertEquals(List.of(), catalog.failures());
    assertEquals("first", catalog.plugins().getFirst().folder());
    assertEquals(
        "holds the same plugin same 1 as first, which is used",
        catalog.warnings().getFirst().text());
  }

  @Test
  void load_any_ownLoaderEach() throws IOException {
    demo("first", "", "first", CURRENT);
    demo("second", "", "second", CURRENT);
    List<InstalledPlugin> installed = load().plugins();
    Class<?> first = own(installed.getFirst());
    Class<?> second = own(installed.getLast());
    assertEquals(first.getName(), second.getName());
    assertNotSame(first, second);
    assertEquals("plugin-first", first.getClassLoader().getName());
  }

  private static Class<?> own(InstalledPlugin installed) {
    return assertInstanceOf(SettledPlugin.class, installed.plugin()).plugin().getClass();
  }

  @Test
  void load_hostClasses_onlyTheAllowList() throws IOException {
    demo("plugin", "", "plugin", CURRENT);
    ClassLoader loader = own(load().plugins().getFirst()).getClassLoader();
    for (String allowed : List.of(
        SERVICE, "io.lethe.kernels.Kernels", "org.jspecify.annotations.Nullable",
        "java.sql.Connection")) {
      assertFalse(assertLoads(loader, allowed).isEmpty());
    }
    for (String hidden : List.of(
        "io.lethe.engine.LetheException", "io.lethe.unlearning.InfluenceUnlearner",
        "org.slf4j.Logger", "com.github.benmanes.caffeine.cache.Caffeine",
        "org.junit.jupiter.api.Test")) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass(hidden));
    }
  }

  private static String assertLoads(ClassLoader loader, String name) {
    try {
      return loader.loadClass(name).getName();
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(name, missing);
    }
  }

  @Test
  void load_noFolder_reported() throws IOException {
    PluginCatalog catalog = load();
    assertEquals(List.of(), catalog.plugins());
    assertTrue(reason(catalog, "plugins").contains("no such folder"));
  }
}
