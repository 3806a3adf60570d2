package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import io.lethe.client.InteractionRow;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of a pair's interactions the latest counts, by whatever way and in whatever order they come. */
@ExtendWith(Installations.class)
final class TimesTripTest {

  private static final String SHOP = "shop";
  private static final String LATER = "2024-05-02T10:00:00.250Z";
  private static final String LATEST = "2024-05-03T10:00:00Z";

  private final Installation installation;

  TimesTripTest(Installation installation) {
    this.installation = installation;
  }

  private Path csv(String name, String rows) throws IOException {
    return Files.writeString(
        installation.data().resolveSibling(name + ".csv"), "user,item,rating,timestamp\n" + rows);
  }

  private static Distribution.Ended done(Installation where, String... arguments)
      throws IOException, InterruptedException {
    Distribution.Ended ended = where.run(arguments);
    assertEquals(0, ended.exitCode(), ended.text());
    return ended;
  }

  private static void assertSays(String words, Installation where, String... arguments)
      throws IOException, InterruptedException {
    String text = done(where, arguments).text();
    assertTrue(text.contains(words), text);
  }

  private static AppendOutcome append(Server server, float value, String time) {
    InteractionRow row = new InteractionRow("ann", "tea", value, Optional.of(Instant.parse(time)));
    return server.client()
        .appendInteractions(AppendRequest.of(SHOP, List.of(row)))
        .outcomes()
        .getFirst();
  }

  @Test
  void olderRows_byFilesStreamsAndCalls_changeNothing_throughAKillAndABackup() throws Exception {
    String late = csv("late", "ann,tea,4,%s\nbob,tea,2,1714644000\n".formatted(LATER)).toString();
    String early = csv("early", "ann,tea,1,2024-05-01\nann,tea,2,2024-05-01T11:00:00Z\n")
        .toString();
    try (Server server = installation.serve()) {
      assertSays(
          "took in 2 new interactions", installation, "append", late, "--model", SHOP, "--server",
          server.address());
      assertSays("passed over 1 older", installation, "import", early, "--model", SHOP);
      assertEquals(AppendOutcome.OLDER, append(server, 5, "2024-05-02T10:00:00.249Z"));
      server.kill();
    }
    assertSays("passed over 1 older", installation, "import", early, "--model", SHOP);
    try (Server server = installation.serve()) {
      assertEquals(AppendOutcome.OLDER, append(server, 5, "2024-05-02T10:00:00.249Z"));
      assertEquals(AppendOutcome.REPLACED, append(server, 3, LATEST));
      assertShown(server);
    }
    Path backup = installation.data().resolveSibling("backup");
    var _ = done(installation, "backup", backup.toString());
    Installation other = new Installation(
        installation.distribution(), installation.data().resolveSibling("restored"),
        installation.plugins());
    var _ = done(other, "restore", backup.toString(), "--no-later-erasures");
    assertSays("passed over 1 older", other, "import", early, "--model", SHOP);
    assertSays(
        "passed over 1 older than what it has; it has 2 now", other, "import", late, "--model",
        SHOP);
  }

  private void assertShown(Server server) throws Exception {
    String[] shown = {"interactions", "ann", "--model", SHOP, "--server", server.address()};
    assertSays(LATEST, installation, shown);
    assertSays("""
        model,user,item,value,time,event_type
        shop,ann,tea,3.0,%s,
        """.formatted(LATEST), installation, with(shown, "--csv"));
    assertSays(
        """
            "item":"tea","value":3.0,"time":"%s"}""".formatted(LATEST), installation,
        with(shown, "--json"));
  }

  private static String[] with(String[] arguments, String one) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = one;
    return all;
  }
}
