package io.lethe.engine.plugin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.ModelMakers;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.plugin.PluginWarning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One folder for each fault that an author may make; what is said tells him what to do. */
class PlantedFaultsTest {

  private static final String NAME = "public String name() { return \"demo\"; }";
  private static final String OPTIONS = "public List<TrainingOption> options() { return List.of(); }";
  private static final String VERSION = "RecommenderPlugin.SPI_VERSION;";

  @TempDir private Path root;
  private DemoJars jars;

  @BeforeEach
  void sound() throws IOException {
    jars = new DemoJars(root);
    Path _ = jars.sound("sound", "sound");
  }

  private PluginCatalog load() throws IOException {
    return load(PluginLoading.within(PluginLimits.defaults()), ModelMakers.none());
  }

  private PluginCatalog load(PluginLoading loading, ModelMakers makers) throws IOException {
    try (PluginKeep keep = PluginKeep.temporary()) {
      return PluginFolder.load(
          jars.plugins(), PluginHost.of(loading, keep), PluginCatalog.of(List.of(), List.of()),
          makers);
    }
  }

  /** The one reason of a folder; the sound one is used all the same. */
  private static String reason(PluginCatalog catalog, String folder) {
    assertEquals(List.of("sound"), catalog.plugins().stream().map(p -> p.plugin().name()).toList());
    List<String> reasons = catalog.failures()
        .stream()
        .filter(failure -> failure.folder().equals(folder))
        .map(PluginFailure::reason)
        .toList();
    assertEquals(1, reasons.size(), catalog.failures()::toString);
    return reasons.getFirst();
  }

  private static void assertSays(String reason, String... parts) {
    for (String part : parts) {
      assertTrue(reason.contains(part), () -> "'" + part + "' is not in: " + reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"public Demo() {} | static { Integer.parseInt(\"twelve\"); } public Demo() {}"
          + " | java.lang.NumberFormatException: For input string: \"twelve\" at demo.Demo.<clinit>(Demo.java:5)",
          "public Demo() {} | public Demo() { throw new IllegalStateException(\"no licence\"); }"
              + " | java.lang.IllegalStateException: no licence at demo.Demo.<init>(Demo.java:5)",
          "public Demo() {} | private Demo() {} | no public constructor without parameters",
          "implements RecommenderPlugin | | not a subtype",
          NAME + " | public String name() { return null; } | name() is null",
          NAME + " | public String name() { return \"Not A Name\"; } | [a-z][a-z0-9-]{0,31}",
          NAME + " | public String name() { throw new IllegalStateException(\"nameless\"); }"
              + " | java.lang.IllegalStateException: nameless at demo.Demo.name(",
          "public String version() { return \"1\"; } | public String version() { return null; }"
              + " | version() is null",
          "public String description() { return \"demo\"; }"
              + " | public String description() { return null; } | description() is null",
          VERSION + " | 1; | SPI version 1; this server has version 2",
          VERSION + " | 3; | SPI version 3; this server has version 2",
          OPTIONS + " | public List<TrainingOption> options() { return null; } | options() is null",
          OPTIONS
              + " | public List<TrainingOption> options() { var o = new TrainingOption(\"a\", \"1\", \"d\");"
              + " return List.of(o, o); } | options() holds two of the name a"})
  void sourceWithAFault_isToldBySayingWhereAndWhat(String text, String otherwise, String said)
      throws IOException {
    String source = DemoJars.SOURCE
        .replace(text, otherwise == null ? "implements java.io.Serializable" : otherwise);
    Path _ = jars.jar("bad", jars.compiled("bad", source), "demo.Demo");
    assertSays(reason(load(), "bad"), said);
  }

  @Test
  void looseJarsAndZips_areEntries() throws IOException {
    Path home = jars.sound("other", "other");
    Path _ = Files.move(home, jars.plugins().resolve("loose.jar"));
    Path packed = jars.sound("packed", "packed");
    Path _ = jars.zip("packed.zip", packed);
    Files.delete(packed);
    PluginCatalog catalog = load();
    assertEquals(
        List.of("loose.jar", "packed.zip", "sound"),
        catalog.plugins().stream().map(InstalledPlugin::folder).toList());
    assertEquals(
        List.of("other", "packed"),
        catalog.failures().stream().map(PluginFailure::folder).toList());
  }

  @Test
  void damagedZip_isNamed() throws IOException {
    Path _ = Files.writeString(jars.plugins().resolve("packed.zip"), "no zip at all");
    assertSays(reason(load(), "packed.zip"), "packed.zip cannot be read as a zip (");
  }

  @Test
  void zipWithAnEntryOutsideOfIt_isRefusedAndWritesNothingThere() throws IOException {
    try (JarOutputStream zip = new JarOutputStream(
        Files.newOutputStream(jars.plugins().resolve("packed.zip")))) {
      zip.putNextEntry(new JarEntry("../outside.jar"));
    }
    assertSays(reason(load(), "packed.zip"), "an entry lies outside of it: ../outside.jar");
  }

  @Test
  void garbageBesideAGoodJar_isNamed() throws IOException {
    Path _ = jars.sound("half", "half");
    Path _ = Files.writeString(jars.plugins().resolve("half/corrupt.jar"), "no jar at all");
    assertSays(reason(load(), "half"), "corrupt.jar is no readable jar");
  }

  @Test
  void jarInASubfolder_isNamed() throws IOException {
    Path home = jars.sound("deep", "deep");
    Path sub = Files.createDirectories(home.resolveSibling("sub"));
    Path _ = Files.move(home, sub.resolve("y.jar"));
    assertEquals("holds no jar; move sub/y.jar up into it", reason(load(), "deep"));
  }

  @Test
  void serviceFileThatNamesNothingThere_isToldWithTheName() throws IOException {
    Path _ = jars.jar("missing", jars.compiled("missing", DemoJars.SOURCE), "demo.Elsewhere");
    assertSays(reason(load(), "missing"), "demo.Elsewhere", "not found");
  }

  @Test
  void classThatIsNotPacked_isNamed() throws IOException {
    Path work = jars.compiled(
        "lean", DemoJars.SOURCE.replace("public Demo() {}", "public Demo() { Helper.help(); }")
            + "final class Helper { static void help() {} }");
    Files.delete(work.resolve("demo/Helper.class"));
    Path _ = jars.jar("lean", work, "demo.Demo");
    assertSays(reason(load(), "lean"), "no jar in it holds a class", "demo.Helper");
  }

  @Test
  void newerClassFile_isToldWithTheJavaThatRuns() throws IOException {
    Path work = jars.compiled("newer", DemoJars.SOURCE);
    Path file = work.resolve("demo/Demo.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7]++;
    Path _ = Files.write(file, bytes);
    Path _ = jars.jar("newer", work, "demo.Demo");
    assertSays(reason(load(), "newer"), "was compiled for a newer Java than 25");
  }

  /** The version number of the contract cannot tell what was added before it grew. */
  @Test
  void compiledBeforeAMethodWasAdded_isToldToCompileAgain() throws IOException {
    Path older = Files.createDirectories(root.resolve("older/io/lethe/spi"));
    Path file = Files.writeString(older.resolve("RecommenderPlugin.java"), """
        package io.lethe.spi;
        public interface RecommenderPlugin {
          int SPI_VERSION = 2;
          String name();
          int spiVersion();
          String version();
        }
        """);
    DemoJars.compile(file, root.resolve("older"), "");
    Path work = jars.compiled("old", """
        package demo;
        public final class Demo implements io.lethe.spi.RecommenderPlugin {
          public String name() { return "demo"; }
          public int spiVersion() { return SPI_VERSION; }
          public String version() { return "1"; }
        }
        """, root.resolve("older"));
    Path _ = jars.jar("old", work, "demo.Demo");
    assertSays(
        reason(load(), "old"), "was compiled against another version of the SPI; compile it again",
        "description()");
  }

  @Test
  void ownCopyOfTheContract_isUsedAndWarnedOf() throws IOException {
    Path _ = jars.sound("fat", "fat");
    try (JarOutputStream jar = new JarOutputStream(
        Files.newOutputStream(jars.plugins().resolve("fat/lethe-spi.jar")))) {
      jar.putNextEntry(new JarEntry("io/lethe/spi/RecommenderPlugin.class"));
    }
    PluginCatalog catalog = load();
    assertEquals(List.of(), catalog.failures());
    assertEquals(2, catalog.plugins().size());
    PluginWarning warning = catalog.warnings().getFirst();
    assertEquals("fat", warning.folder());
    assertSays(warning.text(), "lethe-spi.jar holds a copy of what the server brings");
  }

  @Test
  void nameThatNeverReturns_isGivenUpAndTheOthersAreUsed() throws IOException {
    Path _ = jars.demo("hangs", NAME, """
        public String name() {
          try {
            new java.util.concurrent.CountDownLatch(1).await();
          } catch (InterruptedException told) {
            throw new IllegalStateException(told);
          }
          return "hangs";
        }""");
    List<Thread> threads = new ArrayList<>();
    // The one that hangs comes first; its thread waits before the time begins.
    Executor executor = task -> {
      Thread thread = Thread.ofPlatform().daemon().unstarted(task);
      thread.start();
      if (threads.isEmpty()) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      threads.add(thread);
    };
    PluginCatalog catalog = load(
        new PluginLoading(Duration.ofSeconds(3), Duration.ofMinutes(1), executor, false),
        ModelMakers.none());
    assertSays(
        reason(catalog, "hangs"), "was not loaded within 3 s; it still is at demo.Demo.name(");
  }

  /** The same name and version, other bytes. */
  private void stranger() throws IOException {
    Path _ = jars.jar(
        "stranger",
        jars.compiled(
            "stranger",
            DemoJars.SOURCE.replace("public Demo() {}", "public Demo() { super(); int n = 1; }")
                .replace(NAME, "public String name() { return \"sound\"; }")),
        "demo.Demo");
  }

  @Test
  void namesakeOfThePluginThatMadeTheModels_isRefusedAndThatOneIsUsed() throws IOException {
    stranger();
    String made = PluginDigest.of(List.of(jars.plugins().resolve("sound/demo.jar")));
    PluginCatalog catalog = load(
        PluginLoading.within(PluginLimits.defaults()), new ModelMakers(Set.of(made)));
    assertSays(
        reason(catalog, "stranger"), "sound/demo.jar", "stranger/demo.jar",
        "sound/demo.jar is used, which made models");
    assertEquals("sound", catalog.plugins().getFirst().folder());
  }

  @Test
  void namesakesOfOneVersion_areBothRefused() throws IOException {
    stranger();
    PluginCatalog catalog = load();
    assertEquals(List.of(), catalog.plugins());
    assertEquals(2, catalog.failures().size());
  }

  @Test
  void namesakesOfTwoVersions_liveSideBySideAndTheNewestIsTaken() throws IOException {
    for (String version : List.of("1.9", "1.10", "1.10-rc1", "first")) {
      Path _ = jars.demo(
          "v" + version, "public String version() { return \"1\"; }",
          "public String version() { return \"%s\"; }".formatted(version));
    }
    PluginCatalog catalog = load();
    assertEquals(
        List.of("1.10", "1.10-rc1", "1.9", "first"),
        catalog.plugins()
            .stream()
            .filter(each -> each.plugin().name().equals("demo"))
            .map(each -> each.plugin().version())
            .toList());
    assertEquals("1.10", catalog.find("demo").version());
    assertEquals("1.9", catalog.maker("demo", "1.9", "").version());
  }
}
