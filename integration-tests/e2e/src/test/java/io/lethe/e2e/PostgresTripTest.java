package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheException;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in PostgreSQL keeps what is erased erased, over kills and moves. */
@ExtendWith(Installations.class)
final class PostgresTripTest {

  private static final String FIRST = SyntheticRatings.user(3);
  private static final String SECOND = SyntheticRatings.user(5);

  private final Installation installation;

  PostgresTripTest(Installation installation) {
    this.installation = installation;
  }

  private static Map<String, String> settings(EmbeddedPostgres database) {
    return Map.of(
        "LETHE_LEDGER_URL", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.getPort()),
        "LETHE_LEDGER_USER", "postgres", "LETHE_RETRAINING_AUTOMATIC", "false");
  }

  private static void erase(Server server, String user) {
    var _ = server.client()
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, user))
        .await(each -> {});
  }

  private static void assertGone(Server server, String user) {
    LetheException refusal = assertThrows(
        LetheException.class, () -> server.client().recommend(Installation.MODEL, user, 3));
    assertEquals("USER_NOT_FOUND", refusal.reason());
  }

  @Test
  void ledgerMovedThereAndBack_theErasedStayErased(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres database = EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .start()) {
      Map<String, String> there = settings(database);
      assertTrue(moved(there, "database").contains("is in the database now"));
      Installation second = installation.copyTo(folder.resolve("second"));
      try (Server server = installation.serve(there)) {
        erase(server, FIRST);
        server.kill();
      }
      try (Server server = installation.serve(there)) {
        assertGone(server, FIRST);
        erase(server, SECOND);
        Distribution.Ended refused = second.run(there, "serve", "--port", "0");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.text().contains("another server has the ledger"), refused.text());
      }
      Path backup = folder.resolve("backup");
      assertEquals(0, installation.run(there, "backup", backup.toString()).exitCode());
      assertTrue(Files.size(backup.resolve("data").resolve("ledger.sqlite")) > 0);
      assertTrue(moved(there, "folder").contains("is in the folder now"));
    }
    try (Server server = installation.serve()) {
      assertGone(server, FIRST);
      assertGone(server, SECOND);
      assertEquals(2, server.client().erasures().count());
    }
  }

  private String moved(Map<String, String> settings, String place)
      throws IOException, InterruptedException {
    Distribution.Ended ended = installation.run(settings, "migrate-ledger", "--to", place);
    assertEquals(0, ended.exitCode(), ended.text());
    assertFalse(ended.text().contains("Exception"), ended.text());
    return ended.text();
  }
}
