package io.lethe.engine.plugin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.FamilyChoice;
import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.spi.DataShape;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that takes only the plugins that a check passed. */
class CheckRecordsTest {

  private static final String BUILD = "0.1.0";

  @TempDir private Path root;
  private DemoJars jars;
  /** What versions were made by. */
  private final Set<String> stored = new HashSet<>();

  @BeforeEach
  void sound() throws IOException {
    jars = new DemoJars(root);
    jars.says("demo", "1", "first");
  }

  private PluginShelf shelf() {
    return shelf(CheckRecords.required(jars.plugins(), BUILD));
  }

  private PluginShelf shelf(CheckRecords checks) {
    return new PluginShelf(
        jars.plugins(),
        new PluginHost(
            RecommenderPlugin.class.getClassLoader(), PluginLoading.within(PluginLimits.defaults()),
            PluginKeep.in(root.resolve("keep"), BUILD), checks),
        () -> stored);
  }

  private static String word(RecommenderPlugin plugin) {
    return plugin.refusal(new DataShape(1, 1, 1)).orElseThrow();
  }

  /** Has a server that requires no check use the plugin; its digest. */
  private String used() {
    RecommenderPlugin plugin = shelf(CheckRecords.none()).catalog().find("demo");
    assertEquals("first", word(plugin));
    return HostedPlugin.digestOf(plugin);
  }

  private static String told(PluginChange change) {
    return "%s %s %s".formatted(change.outcome(), change.plugin(), change.version());
  }

  private PluginCatalog checked() {
    return shelf().catalog();
  }

  private void record(String file, String digest, boolean passed, String lethe) throws IOException {
    record(file, digest, passed, lethe, 0);
  }

  private void record(String file, String digest, boolean passed, String lethe, long second)
      throws IOException {
    Path _ = Files.writeString(
        jars.plugins().resolve(file),
        new CheckRecord(digest, List.of("demo 1"), passed, lethe, Instant.ofEpochSecond(second))
            .toText());
  }

  @Test
  void copyThatCannotBeLoadedNow_failsAndIsTriedAgain_noOtherTakesOver() throws IOException {
    String digest = used();
    stored.add(digest);
    jars.says("demo", "1", "second");
    record(
        "second.check", PluginDigest.of(List.of(jars.plugins().resolve("demo/demo.jar"))), true,
        BUILD);
    PluginShelf after = shelf();
    assertEquals("second", word(after.catalog().find("demo")));
    LetheException failed = assertThrows(
        LetheException.class, () -> after.maker("demo", "1", digest));
    assertEquals(ErrorKind.PLUGIN_FAILED, failed.kind());
    String said = String.valueOf(failed.getMessage());
    assertTrue(said.contains(digest) && said.contains("was not checked as it is"), said);
    record("first.check", digest, true, BUILD);
    assertEquals("first", word(after.maker("demo", "1", digest)));
  }

  @Test
  void onlyCheckedOnes_othersAreRefusedWithoutRunningThem() throws IOException {
    Path demo = jars.plugins().resolve("demo/demo.jar");
    record("demo.check", PluginDigest.of(List.of(demo)), true, BUILD);
    jars.says("unchecked", "7", "never");
    jars.says("failed", "8", "never");
    record(
        "failed.check", PluginDigest.of(List.of(jars.plugins().resolve("failed/demo.jar"))), false,
        BUILD);
    PluginShelf shelf = shelf();
    assertEquals("first", word(shelf.catalog().find("demo")));
    assertEquals(1, shelf.catalog().plugins().size());
    List<PluginChange> changes = shelf.reload();
    assertTrue(
        changes.get(1).reason().contains("failed; plugins.require-check"), changes::toString);
    assertTrue(changes.get(2).reason().contains("was not checked as it is"), changes::toString);
    LetheException missing = assertThrows(
        LetheException.class, () -> shelf.catalog().find("unchecked"));
    assertTrue(
        String.valueOf(missing.getMessage())
            .contains("; refused in the plugin folder: failed: was checked on "),
        missing::getMessage);
    LetheException none = assertThrows(
        LetheException.class,
        () -> new FamilyChoice(shelf, List.of("unchecked")).of("", new DataShape(1, 1, 1)));
    assertTrue(
        String.valueOf(none.getMessage()).contains("unchecked: not in use; refused in the plugin"),
        none::getMessage);
    assertTrue(
        String.valueOf(none.getMessage()).contains("; unchecked: was not checked as it is"),
        none::getMessage);
    // Built again: another digest.
    jars.says("demo", "1", "better");
    assertEquals("KEPT demo 1", told(shelf.reload().getFirst()));
    assertEquals(3, shelf.catalog().failures().size());
  }

  @Test
  void pluginThatTheCheckLeftOut_isRefusedByName() throws IOException {
    String digest = PluginDigest.of(List.of(jars.plugins().resolve("demo/demo.jar")));
    Path _ = Files.writeString(
        jars.plugins().resolve("demo.check"),
        new CheckRecord(digest, List.of("other 1"), true, BUILD, Instant.EPOCH).toText());
    PluginShelf shelf = shelf();
    assertEquals(List.of(), shelf.catalog().plugins());
    assertEquals(
        List.of("REFUSED demo 1"), shelf.reload().stream().map(CheckRecordsTest::told).toList());
    assertTrue(
        shelf.catalog().failures().getFirst().reason().contains("without its plugin demo 1"));
  }

  @Test
  void recordThatWasEditedOrIsOfAnotherBuild_countsForNothing() throws IOException {
    String digest = PluginDigest.of(List.of(jars.plugins().resolve("demo/demo.jar")));
    record("demo.check", digest, false, BUILD);
    Path file = jars.plugins().resolve("demo.check");
    Path _ = Files
        .writeString(file, Files.readString(file).replace("verdict failed", "verdict passed"));
    assertEquals(List.of(), shelf().catalog().plugins());
    record("demo.check", digest, true, "0.0.9");
    PluginShelf older = shelf();
    assertTrue(
        older.catalog().failures().getFirst().reason().contains("was checked by Lethe 0.0.9"));
    record("demo.check", digest, true, BUILD);
    assertEquals(1, shelf().catalog().plugins().size());
  }

  @ParameterizedTest
  @CsvSource({"a, b", "b, a"})
  void severalRecords_theLatestOfThisVersionCounts_whateverTheirNames(String one, String other)
      throws IOException {
    String digest = PluginDigest.of(List.of(jars.plugins().resolve("demo/demo.jar")));
    String first = one + ".check";
    String second = other + ".check";
    record(first, digest, true, BUILD, 1);
    record(second, digest, false, BUILD, 2);
    assertEquals(0, checked().plugins().size());
    record(first, digest, true, BUILD, 3);
    assertEquals(1, checked().plugins().size());
    record(second, digest, false, BUILD, 3);
    assertEquals(0, checked().plugins().size());
    record(second, digest, false, "0.0.9", 4);
    assertEquals(1, checked().plugins().size());
  }

  @Test
  void fileThatIsNoRecord_saysNothingAndKeepsNothingOut() throws IOException {
    String digest = PluginDigest.of(List.of(jars.plugins().resolve("demo/demo.jar")));
    Path _ = Files.write(jars.plugins().resolve("a.check"), new byte[]{(byte) 0xff});
    Path _ = Files
        .createSymbolicLink(jars.plugins().resolve("b.check"), jars.plugins().resolve("nowhere"));
    record("demo.check", digest, true, BUILD);
    assertEquals(1, checked().plugins().size());
  }
}
