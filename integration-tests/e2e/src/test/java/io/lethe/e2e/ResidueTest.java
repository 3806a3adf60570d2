package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is erased is in no file that the server owns: data folder with database and logs, temporary
 * folder, working folder, and what it prints. Not on the way of a crash either, nor by a backup.
 */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class ResidueTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);

  private static final String USER = "zyx-erased-user-8f2c";
  private static final String ITEM = "zyx-erased-item-5b7d";
  private static final String PAIR_USER = SyntheticRatings.user(50);
  private static final String PAIR_ITEM = SyntheticRatings.item(149);
  private static final String USER_VALUE = "3.9182734";
  private static final String ITEM_VALUE = "4.1728395";
  private static final String PAIR_VALUE = "2.8374651";

  private static final String USER_EVENT = "zyx-erased-event-2b6e";
  private static final String ITEM_EVENT = "zyx-erased-event-9d4a";
  private static final String PAIR_EVENT = "zyx-erased-event-c1f7";

  private static final String USER_TIME = "2019-03-14T01:59:26.535Z";
  private static final String ITEM_TIME = "2018-06-28T03:18:53.071Z";
  private static final String PAIR_TIME = "2017-02-07T18:28:18.284Z";

  private static final List<Planted> IDS = List.of(Planted.id(USER), Planted.id(ITEM));
  private static final List<Planted> VALUES = List
      .of(Planted.value(USER_VALUE), Planted.value(ITEM_VALUE), Planted.value(PAIR_VALUE));
  private static final List<Planted> TIMES = Stream.of(USER_TIME, ITEM_TIME, PAIR_TIME)
      .map(Planted::time)
      .toList();
  private static final List<Planted> EVENTS = Stream.of(USER_EVENT, ITEM_EVENT, PAIR_EVENT)
      .map(Planted::id)
      .toList();
  private static final List<Planted> ALL = Stream.of(IDS, VALUES, TIMES, EVENTS)
      .flatMap(List::stream)
      .toList();

  private final Distribution distribution;
  @TempDir private Path root;
  private Path trained;
  private Path temporary;
  private Path working;
  private Installation installation;

  ResidueTest(Installation other) {
    distribution = other.distribution();
  }

  /** Once; every test has a copy of all that the server owned. */
  @BeforeAll
  void trainOnPlantedData(@TempDir Path folder) throws IOException, InterruptedException {
    trained = folder;
    Files.createDirectory(folder.resolve("temporary"));
    Files.createDirectory(folder.resolve("working"));
    useFolder(folder);
    Path csv = folder.resolve("ratings.csv");
    new SyntheticRatings().writeCsv(csv);
    Path more = Files.writeString(folder.resolve("planted.csv"), planted());
    for (Path file : List.of(csv, more)) {
      assertDone(installation.run("import", file.toString(), "--model", MODEL));
    }
    try (Server server = serve()) {
      server.client()
          .train(TrainingRequest.of(MODEL, "mf").with(Installations.TRAINING_OPTIONS).from(7))
          .await(progress -> {}, Installations.TRAINING_MAX);
    }
    Set<String> found = Planted.found(ALL, owned());
    assertAll(
        () -> assertTrue(found.contains(USER + " in UTF-8: ids.bin"), found.toString()),
        () -> assertTrue(found.contains(ITEM + " in UTF-8: ids.bin"), found.toString()),
        () -> assertEquals(3, found.stream().filter(each -> each.contains("-event-")).count()),
        () -> assertEquals(6, found.stream().filter(each -> each.contains("ENDIAN")).count()));
  }

  private void useFolder(Path folder) {
    temporary = folder.resolve("temporary");
    working = folder.resolve("working");
    installation = new Installation(distribution, folder.resolve("data"), distribution.plugins());
  }

  @BeforeEach
  void copyWhatWasTrained() {
    for (String each : List.of("data", "temporary", "working")) {
      Folders.copy(trained.resolve(each), root.resolve(each));
    }
    useFolder(root);
  }

  private static String planted() {
    StringBuilder rows = new StringBuilder("user,item,value,time,event\n");
    for (int k = 0; k < 20; k++) {
      rows.append(row(USER, SyntheticRatings.item(k), USER_VALUE, USER_TIME, USER_EVENT));
      rows.append(row(SyntheticRatings.user(k), ITEM, ITEM_VALUE, ITEM_TIME, ITEM_EVENT));
    }
    return rows.append(row(PAIR_USER, PAIR_ITEM, PAIR_VALUE, PAIR_TIME, PAIR_EVENT)).toString();
  }

  private static String row(String... cells) {
    return String.join(",", cells) + "\n";
  }

  private static void assertDone(Distribution.Ended ended) {
    assertEquals(0, ended.exitCode(), ended.text());
  }

  private List<Path> owned() {
    return List.of(installation.data(), temporary, working);
  }

  private Server serve() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("LETHE_RETRAINING_AUTOMATIC", "false");
    settings.put("LETHE_DATA_FOLDER", installation.data().toString());
    settings.put("LETHE_PLUGINS_FOLDER", installation.plugins().toString());
    settings.put(
        "LETHE_JAVA_OPTS",
        installation.distribution().javaOptions() + " -Djava.io.tmpdir=" + temporary);
    return Server.start(
        installation.distribution()
            .command(settings, List.of("serve", "--port", "0"))
            .directory(working.toFile()));
  }

  private static void eraseAll(LetheClient client) {
    for (ErasureRequest request : requests()) {
      assertEquals(
          Erasure.State.COMPLETED,
          client.unlearn(request).await(progress -> {}, ERASURE_MAX).state());
    }
  }

  private static List<ErasureRequest> requests() {
    return List.of(
        ErasureRequest.ofUser(MODEL, USER), ErasureRequest.ofItem(MODEL, ITEM), ErasureRequest
            .ofInteractions(MODEL, List.of(new ForgetTarget.Interaction(PAIR_USER, PAIR_ITEM))));
  }

  private void assertNothingLeft(Server server) throws IOException {
    Path output = Files.write(root.resolve("output.txt"), server.output());
    assertEquals(
        Set.of(), Planted.found(ALL, Stream.concat(owned().stream(), Stream.of(output)).toList()));
  }

  private static void assertUnknown(Server server) {
    LetheException unknown = assertThrows(
        LetheException.class, () -> server.client().recommend(MODEL, USER, 10));
    assertEquals("USER_NOT_FOUND", unknown.reason());
    assertFalse(
        server.client()
            .recommend(MODEL, PAIR_USER, 100)
            .items()
            .stream()
            .anyMatch(item -> item.item().equals(ITEM)));
  }

  @Test
  void erase_userItemAndPair_areInNoFileWhileItRunsAndAfterARestart() throws IOException {
    try (Server server = serve()) {
      eraseAll(server.client());
      assertNothingLeft(server);
    }
    try (Server server = serve()) {
      assertNothingLeft(server);
      assertUnknown(server);
    }
  }

  @Test
  void erase_withEarlierTrainings_areInNoFile_andInNoneOfTheVersionsToGoBackTo()
      throws IOException {
    try (Server server = serve()) {
      for (String family : List.of("ease", "ials")) {
        server.client()
            .train(TrainingRequest.of(MODEL, family))
            .await(progress -> {}, Installations.TRAINING_MAX);
      }
      eraseAll(server.client());
      assertNothingLeft(server);
      ModelVersion earlier = server.client()
          .versions(MODEL)
          .filter(version -> version.activatable() && version.plugin().equals("ease"))
          .findFirst()
          .orElseThrow();
      assertFalse(earlier.active());
      assertEquals(3, earlier.erasurePosition());
      assertTrue(server.client().activate(earlier.name()).active());
      assertUnknown(server);
      assertNothingLeft(server);
    }
  }

  @Test
  void erase_killedBeforeItIsCompleted_isInNoFileAfterTheRestart() throws IOException {
    List<ErasureRequest> requests = requests();
    try (Server server = serve()) {
      requests.forEach(request -> assertFalse(server.client().unlearn(request).name().isEmpty()));
      server.kill();
    }
    try (Server server = serve()) {
      for (ErasureRequest request : requests) {
        assertEquals(
            Erasure.State.COMPLETED,
            server.client().unlearn(request).await(progress -> {}, ERASURE_MAX).state());
      }
      assertNothingLeft(server);
      assertUnknown(server);
    }
  }

  @Test
  void restore_backupFromBefore_isErasedAgainBeforeTheServerAnswers()
      throws IOException, InterruptedException {
    String backup = root.resolve("backup").toString();
    assertDone(installation.run("backup", backup));
    try (Server server = serve()) {
      eraseAll(server.client());
      assertNothingLeft(server);
    }
    assertDone(installation.run("restore", backup));
    assertFalse(Planted.found(IDS, owned()).isEmpty(), "the backup brought nothing back");
    try (Server server = serve()) {
      assertNothingLeft(server);
      assertUnknown(server);
      try (Stream<Erasure> erasures = server.client().erasures()) {
        assertEquals(6, erasures.count(), "three asked for, three again");
      }
    }
  }

  @Test
  void restore_dataFolderLost_takesTheFileOfSuppressions() throws Exception {
    String backup = root.resolve("backup").toString();
    String suppressions = root.resolve("suppressions.json").toString();
    assertDone(installation.run("backup", backup));
    try (Server server = serve()) {
      eraseAll(server.client());
    }
    assertDone(installation.run("suppressions", "export", suppressions));
    assertEquals(Set.of(), Planted.found(ALL, List.of(Path.of(suppressions))));
    Folders.delete(installation.data());
    assertEquals(1, installation.run("restore", backup).exitCode());
    assertDone(installation.run("restore", backup, "--suppressions", suppressions));
    try (Server server = serve()) {
      assertNothingLeft(server);
      assertUnknown(server);
    }
  }
}
