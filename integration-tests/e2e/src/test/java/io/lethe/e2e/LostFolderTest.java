package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The data folder is lost: a backup and a file of suppressions bring the server back. */
@ExtendWith(Installations.class)
class LostFolderTest {

  private static final Duration ERASURE_MAX = Duration.ofMinutes(2);

  private final Installation installation;
  private final Path backup;
  private final Path suppressions;

  LostFolderTest(Installation installation) {
    this.installation = installation;
    this.backup = installation.data().resolveSibling("backup");
    this.suppressions = installation.data().resolveSibling("suppressions");
  }

  private static void erase(Server server, int user) {
    Erasure done = server.client()
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, SyntheticRatings.user(user)))
        .await(progress -> {}, ERASURE_MAX);
    assertEquals(Erasure.State.COMPLETED, done.state());
  }

  private String done(String... command) throws Exception {
    Distribution.Ended ended = installation.run(command);
    assertEquals(0, ended.exitCode(), String.join(" ", command) + ": " + ended.text());
    return ended.text();
  }

  /** Whoever was erased is gone, others are answered, and an erasure can end. */
  private static void assertWorks(Server server, int erased) {
    LetheClient client = server.client();
    assertThrows(
        LetheException.class,
        () -> client.recommend(Installation.MODEL, SyntheticRatings.user(erased), 5));
    int another = erased + 1;
    assertFalse(
        client.recommend(Installation.MODEL, SyntheticRatings.user(another), 5).items().isEmpty());
    erase(server, another);
  }

  private void lose() throws Exception {
    Files
        .move(installation.data(), installation.data().resolveSibling("lost-" + System.nanoTime()));
  }

  @Test
  void restore_withSuppressions_answersAndErases() throws Exception {
    try (Server server = installation.serve()) {
      erase(server, 1);
      done("backup", backup.toString());
      done("suppressions", "export", suppressions.toString());
    }
    lose();
    String said = done("restore", backup.toString(), "--suppressions", suppressions.toString());
    assertFalse(said.contains("Warning"), said);
    done("check");
    try (Server server = installation.serve()) {
      assertWorks(server, 1);
      done("suppressions", "export", suppressions.toString());
    }
    lose();
    // A receipt is newer than the backup: the log cannot go on under its name, which is said.
    String warned = done("restore", backup.toString(), "--suppressions", suppressions.toString());
    assertTrue(warned.contains("1 receipt that") && warned.contains("receipts.log-name"), warned);
    try (Server server = installation.serve(Map.of("LETHE_RECEIPTS_LOG_NAME", "second.example"))) {
      assertWorks(server, 2);
    }
  }
}
