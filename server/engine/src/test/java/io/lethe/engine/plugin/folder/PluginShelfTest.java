package io.lethe.engine.plugin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.spi.DataShape;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin folder that changes while its plugins are in use. */
class PluginShelfTest {

  private static final DataShape ANY = new DataShape(1, 1, 1);
  private static final String BUILD = "0.1.0";
  private static final int COLLECTIONS_MAX = 200;

  @TempDir private Path root;
  private DemoJars jars;
  /** What versions were made by. */
  private final Set<String> stored = new HashSet<>();

  @BeforeEach
  void sound() throws IOException {
    jars = new DemoJars(root);
    says("demo", "1", "first");
  }

  private void says(String folder, String version, String word) throws IOException {
    jars.says(folder, version, word);
  }

  private PluginShelf shelf() {
    return new PluginShelf(
        jars.plugins(),
        new PluginHost(
            RecommenderPlugin.class.getClassLoader(), PluginLoading.within(PluginLimits.defaults()),
            PluginKeep.in(keep(), BUILD), CheckRecords.none()),
        () -> stored);
  }

  private Path keep() {
    return root.resolve("keep");
  }

  private static String word(RecommenderPlugin plugin) {
    return plugin.refusal(ANY).orElseThrow();
  }

  private static List<String> told(List<PluginChange> changes) {
    return changes.stream()
        .map(change -> "%s %s %s".formatted(change.outcome(), change.plugin(), change.version()))
        .toList();
  }

  @Test
  void changedInPlace_trainingsTakeTheNewOneAndVersionsKeepTheirs() throws IOException {
    PluginShelf shelf = shelf();
    RecommenderPlugin first = shelf.catalog().find("demo");
    // Opened, and the class with the word not loaded yet.
    var _ = ((SettledPlugin) first).plugin();
    String digest = HostedPlugin.digestOf(first);
    says("demo", "1", "second");
    List<PluginChange> changes = shelf.reload();
    assertEquals(List.of("REPLACED demo 1"), told(changes));
    RecommenderPlugin second = shelf.catalog().find("demo");
    assertEquals(HostedPlugin.digestOf(second), changes.getFirst().digest());
    assertNotEquals(digest, HostedPlugin.digestOf(second));
    assertEquals("second", word(second));
    assertEquals("first", word(first));
    assertSame(first, shelf.maker("demo", "1", digest));
  }

  @Test
  void entryThatMovedBeforeItsFirstUse_isReadWhereItIs() throws IOException {
    Path home = jars.plugins().resolve("demo");
    Path twin = Files.createDirectories(jars.plugins().resolve("twin"));
    Path _ = Files.copy(home.resolve("demo.jar"), twin.resolve("demo.jar"));
    PluginShelf shelf = shelf();
    assertEquals("demo", shelf.catalog().plugins().getFirst().folder());
    PluginKeep.delete(home);
    assertEquals(List.of("KEPT demo 1"), told(shelf.reload()));
    assertEquals("twin", shelf.catalog().plugins().getFirst().folder());
    Path _ = Files.move(twin, jars.plugins().resolve("renamed"));
    assertEquals(List.of("KEPT demo 1"), told(shelf.reload()));
    assertEquals("first", word(shelf.catalog().find("demo")));
  }

  @Test
  void nothingChanged_isKeptHoweverOften() throws IOException {
    PluginShelf shelf = shelf();
    RecommenderPlugin first = shelf.catalog().find("demo");
    assertEquals(List.of("KEPT demo 1"), told(shelf.reload()));
    // The same bytes, written anew.
    says("demo", "1", "first");
    assertEquals(List.of("KEPT demo 1"), told(shelf.reload()));
    assertSame(first, shelf.catalog().find("demo"));
    assertEquals("first", word(first));
  }

  @Test
  void restartAfterAChange_aVersionFindsThePluginThatMadeIt() throws IOException {
    String digest = used(shelf());
    stored.add(digest);
    says("demo", "2", "second");
    PluginShelf after = shelf();
    assertEquals("first", word(after.maker("demo", "1", digest)));
    assertSame(after.maker("demo", "1", digest), after.maker("demo", "1", digest));
    assertEquals("second", word(after.catalog().find("demo")));
  }

  /** Builds may give all their jars one size and one time of modification. */
  @Test
  void restartAfterAChangeOfTheSameSizeAndTime_isSeen() throws IOException {
    Path jar = jars.plugins().resolve("demo/demo.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    long size = Files.size(jar);
    assertEquals("first", word(shelf().catalog().find("demo")));
    says("demo", "1", "tsrif");
    Path _ = Files.setLastModifiedTime(jar, time);
    assertEquals(size, Files.size(jar));
    assertEquals("tsrif", word(shelf().catalog().find("demo")));
  }

  @Test
  void restart_jarsThatWereTaken_areKnownWithoutBeingRead() throws IOException {
    Path copy = keep().resolve(BUILD).resolve(used(shelf()));
    // Whoever reads the jars finds another digest.
    String name = "0".repeat(64);
    Path _ = Files.move(copy, copy.resolveSibling(name));
    stored.add(name);
    assertEquals(name, HostedPlugin.digestOf(shelf().catalog().find("demo")));
  }

  @Test
  void leftoversOfACrashAndOfAnotherBuild_areDeletedAtTheStart() throws IOException {
    String digest = used(shelf());
    stored.add(digest);
    Path cut = Files.createDirectories(keep().resolve(BUILD).resolve(".tmp-cut"));
    Path _ = Files.writeString(cut.resolve("demo.jar"), "half");
    Path other = Files.createDirectories(keep().resolve("0.0.9").resolve(digest));
    Path _ = Files.writeString(other.resolve("demo.jar"), "compiled against older kernels");
    assertEquals("first", word(shelf().maker("demo", "1", digest)));
    assertFalse(Files.exists(cut));
    assertFalse(Files.exists(other));
  }

  /** Uses the plugin; its digest. */
  private static String used(PluginShelf shelf) {
    RecommenderPlugin plugin = shelf.catalog().find("demo");
    assertFalse(word(plugin).isEmpty());
    return HostedPlugin.digestOf(plugin);
  }

  @Test
  void copyThatWasDamaged_isNotRunAndAnotherOfTheNameTakesOver() throws IOException {
    String digest = used(shelf());
    stored.add(digest);
    says("demo", "2", "second");
    Path copy = keep().resolve(BUILD).resolve(digest).resolve("demo.jar");
    Path _ = Files.writeString(copy, "damaged");
    assertEquals("second", word(shelf().maker("demo", "1", digest)));
    assertFalse(Files.exists(copy));
  }

  @Test
  void copyThatWasDamaged_isCopiedAnewFromTheEntry() throws IOException {
    String digest = used(shelf());
    stored.add(digest);
    Path _ = Files.writeString(keep().resolve(BUILD).resolve(digest).resolve("demo.jar"), "no");
    assertEquals("first", word(shelf().catalog().find("demo")));
  }

  @Test
  void copyOfAZipThatWasDamaged_isCopiedAnewFromTheEntry() throws IOException {
    Path home = jars.plugins().resolve("demo");
    Path _ = jars.zip("demo.zip", home.resolve("demo.jar"));
    PluginKeep.delete(home);
    String digest = used(shelf());
    stored.add(digest);
    Path _ = Files.writeString(keep().resolve(BUILD).resolve(digest).resolve("demo.jar"), "no");
    PluginShelf after = shelf();
    assertEquals(List.of(), after.catalog().failures());
    assertEquals("first", word(after.catalog().find("demo")));
  }

  @Test
  void removed_isRefusedForTrainingsAndStaysWithItsVersions() throws IOException {
    PluginShelf shelf = shelf();
    String digest = used(shelf);
    stored.add(digest);
    PluginKeep.delete(jars.plugins().resolve("demo"));
    assertEquals(List.of("REMOVED demo 1"), told(shelf.reload()));
    LetheException refused = assertThrows(LetheException.class, () -> shelf.catalog().find("demo"));
    assertEquals(ErrorKind.PLUGIN_NOT_FOUND, refused.kind());
    assertEquals("first", word(shelf.maker("demo", "1", digest)));
    assertEquals("first", word(shelf().maker("demo", "1", digest)));
  }

  @Test
  void unknownDigest_isNobodysAndThereIsNoOther() {
    LetheException none = assertThrows(
        LetheException.class, () -> shelf().maker("elsewhere", "1", "0".repeat(64)));
    assertEquals(ErrorKind.PLUGIN_NOT_FOUND, none.kind());
  }

  @Test
  void badEntryAmongGoodOnes_isNamedAndTheOthersComeIn() throws IOException {
    PluginShelf shelf = shelf();
    RecommenderPlugin before = shelf.catalog().find("demo");
    assertEquals("first", word(before));
    Path _ = Files.writeString(jars.plugins().resolve("demo/demo.jar"), "half a jar");
    Path _ = jars.sound("other", "other");
    List<PluginChange> changes = shelf.reload();
    assertEquals(List.of("KEPT demo 1", "ADDED other 1", "REFUSED  "), told(changes));
    PluginChange refused = changes.getLast();
    assertEquals("demo", refused.folder());
    assertTrue(
        refused.reason().matches("demo.jar is no readable jar .*; demo 1 goes on as it was.*"),
        refused.reason());
    assertSame(before, shelf.catalog().find("demo"));
  }

  @Test
  void badEntryThatNothingUsedBefore_isNotThereAnyMore() throws IOException {
    PluginShelf shelf = shelf();
    Path _ = Files.writeString(jars.plugins().resolve("demo/demo.jar"), "half a jar");
    assertEquals(List.of("REMOVED demo 1", "REFUSED  "), told(shelf.reload()));
    says("demo", "1", "whole again");
    assertEquals(List.of("ADDED demo 1"), told(shelf.reload()));
    assertEquals("whole again", word(shelf.catalog().find("demo")));
  }

  @Test
  void newerVersionInAnEntryOfItsOwn_isTakenAndTheOlderStaysBeside() throws IOException {
    PluginShelf shelf = shelf();
    String digest = used(shelf);
    says("demo-2", "2", "second");
    assertEquals(List.of("ADDED demo 2", "KEPT demo 1"), told(shelf.reload()));
    assertEquals("second", word(shelf.catalog().find("demo")));
    assertEquals("first", word(shelf.maker("demo", "1", digest)));
    PluginKeep.delete(jars.plugins().resolve("demo-2"));
    assertEquals(List.of("KEPT demo 1", "REMOVED demo 2"), told(shelf.reload()));
    assertEquals("first", word(shelf.catalog().find("demo")));
  }

  @Test
  void newcomerOfTheSameNameAndVersion_isRefusedWithBothFiles() throws IOException {
    PluginShelf shelf = shelf();
    says("copy", "1", "second");
    List<PluginChange> changes = shelf.reload();
    assertEquals(List.of("KEPT demo 1", "REFUSED demo 1"), told(changes));
    String reason = changes.getLast().reason();
    assertTrue(reason.contains("copy/demo.jar") && reason.contains("demo/demo.jar"), reason);
    assertEquals("first", word(shelf.catalog().find("demo")));
  }

  /** As who backs a plugin folder up by hard links, or gives it another owner, does. */
  @Test
  void anotherNameForItsFile_changesNoPlugin() throws IOException {
    PluginShelf shelf = shelf();
    RecommenderPlugin read = shelf.catalog().find("demo");
    try (Stream<Path> files = Files.walk(jars.plugins())) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Path _ = Files.createLink(root.resolve(jar.getFileName() + ".link"), jar);
      }
    }
    assertEquals("first", word(read));
  }

  @Test
  void changedBeforeItsFirstUse_isNotRunUntilItIsRead() throws IOException {
    PluginShelf shelf = shelf();
    RecommenderPlugin read = shelf.catalog().find("demo");
    says("demo", "1", "quite another one");
    LetheException refused = assertThrows(LetheException.class, () -> word(read));
    assertEquals(ErrorKind.PLUGIN_FAILED, refused.kind());
    assertEquals(
        "plugin folder demo was changed; 'lethe plugin reload' reads it again",
        refused.getMessage());
    assertEquals(List.of("REPLACED demo 1"), told(shelf.reload()));
    assertEquals("quite another one", word(shelf.catalog().find("demo")));
  }

  @Test
  void folderThatIsGone_takesNothingAway() throws IOException {
    PluginShelf shelf = shelf();
    Path _ = Files.move(jars.plugins(), root.resolve("elsewhere"));
    assertEquals(List.of("KEPT demo 1", "REFUSED  "), told(shelf.reload()));
  }

  @Test
  void folderThatCannotBeListed_takesNothingAway() throws IOException {
    PluginShelf shelf = shelf();
    Path _ = Files.move(jars.plugins(), root.resolve("elsewhere"));
    // A link to itself: what its path leads to cannot be told.
    Path _ = Files.createSymbolicLink(jars.plugins(), jars.plugins());
    List<PluginChange> changes = shelf.reload();
    assertEquals(List.of("KEPT demo 1", "REFUSED  "), told(changes));
    assertTrue(
        changes.getLast().reason().startsWith("cannot be read as a folder: "), changes::toString);
  }

  @Test
  void replacedOftenAndUsedByNothing_itsLoaderAndItsCopyAreGone() throws Exception {
    PluginShelf shelf = shelf();
    WeakReference<ClassLoader> loader = loader(shelf);
    String digest = used(shelf);
    for (int k = 2; k <= 4; k++) {
      says("demo", String.valueOf(k), "word " + k);
      assertEquals(List.of("REPLACED demo " + k), told(shelf.reload()));
      assertEquals("word " + k, word(shelf.catalog().find("demo")));
    }
    awaitCollected(loader);
    List<PluginChange> _ = shelf.reload();
    assertFalse(Files.exists(keep().resolve(BUILD).resolve(digest)));
    try (Stream<Path> copies = Files.list(keep().resolve(BUILD))) {
      assertEquals(1, copies.count());
    }
  }

  private static WeakReference<ClassLoader> loader(PluginShelf shelf) {
    SettledPlugin plugin = (SettledPlugin) shelf.catalog().find("demo");
    return new WeakReference<>(plugin.plugin().getClass().getClassLoader());
  }

  /** The collector may need several runs; it needs no more than so many. */
  private static void awaitCollected(WeakReference<?> reference) {
    for (int k = 0; k < COLLECTIONS_MAX && reference.get() != null; k++) {
      System.gc();
    }
    assertEquals(null, reference.get(), "it is still reachable");
  }

  @Test
  void loaderThatAVersionNeeds_staysUntilTheVersionIsGone() throws Exception {
    PluginShelf shelf = shelf();
    WeakReference<ClassLoader> loader = loader(shelf);
    RecommenderPlugin pinned = shelf.catalog().find("demo");
    says("demo", "2", "second");
    List<PluginChange> _ = shelf.reload();
    System.gc();
    assertNotEquals(null, loader.get());
    assertEquals("first", word(pinned));
  }
}
