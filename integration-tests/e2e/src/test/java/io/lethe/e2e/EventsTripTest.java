package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.ImportSummary;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.Repeats;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Views, carts and purchases count by their weights, by whatever way they come, and keep their names. */
@ExtendWith(Installations.class)
final class EventsTripTest {

  private static final String SHOP = "shop";
  private static final Map<String, Float> WEIGHTS = Map.of("view", 1f, "cart", 3f, "buy", 5f);
  private static final String WEIGHTS_SAID = "view=1,cart=3,buy=5";
  private static final Instant THEN = Instant.parse("2024-05-02T10:00:00Z");

  private final Installation installation;

  EventsTripTest(Installation installation) {
    this.installation = installation;
  }

  private String csv(String name, String rows) throws IOException {
    Path file = installation.data().resolveSibling(name + ".csv");
    return Files.writeString(file, "visitorid,itemid,event,timestamp\n" + rows).toString();
  }

  private static String done(Installation where, String... arguments)
      throws IOException, InterruptedException {
    Distribution.Ended ended = where.run(arguments);
    assertEquals(0, ended.exitCode(), ended.text());
    return ended.text();
  }

  private static void assertSays(String words, String text) {
    assertTrue(text.contains(words), text);
  }

  private static InteractionRow row(String item, int minute, String event) {
    return new InteractionRow("ann", item, 1, Optional.of(THEN.plus(Duration.ofMinutes(minute))))
        .by(event);
  }

  private static List<AppendOutcome> append(LetheClient client, InteractionRow... rows) {
    return client
        .appendInteractions(
            AppendRequest.of(SHOP, List.of(rows)).with(Repeats.MAX).weighing(WEIGHTS))
        .outcomes();
  }

  private static Map<String, String> held(LetheClient client) {
    try (Stream<InteractionRow> rows = client.interactionsOfUser(SHOP, "ann")) {
      return rows.collect(
          java.util.stream.Collectors
              .toMap(InteractionRow::item, row -> row.value() + " " + row.eventType()));
    }
  }

  @Test
  void events_byFilesStreamsAndCalls_countByTheirWeights_throughAKillABackupAndAnErasure()
      throws Exception {
    String file = csv("visits", """
        ann,tea,view,1714644000
        ann,tea,buy,1714644060
        ann,tea,view,1714644120
        ann,mug,cart,1714644000
        bob,tea,view,1714644000
        """);
    String[] importing = {"import", file, "--model", SHOP, "--repeats", "max", "--events",
        WEIGHTS_SAID};
    String said = done(installation, importing);
    assertSays("Event types in column event: view 3, buy 1, cart 1.", said);
    assertSays("Imported 3 new interactions", said);
    try (Server server = installation.serve()) {
      LetheClient client = server.client();
      assertSays("left 3 as they were", done(installation, importing));
      assertEquals(
          List.of(AppendOutcome.UNCHANGED, AppendOutcome.REPLACED, AppendOutcome.STORED),
          append(client, row("tea", 9, "cart"), row("mug", 9, "buy"), row("cup", 9, "view")));
      ImportSummary stream = client.importInteractions(
          SHOP, UUID.randomUUID(),
          List.of(row("cup", 10, "cart"), row("pot", 10, "wish"), row("pot", 11, "")).iterator(),
          Repeats.MAX, WEIGHTS);
      assertEquals(
          Map.of(AppendOutcome.REPLACED, 1L, AppendOutcome.REFUSED, 1L, AppendOutcome.STORED, 1L),
          stream.outcomes());
      assertEquals(
          "event_type has no weight; those with one are buy, cart, view",
          stream.refused().getFirst().reason());
      server.kill();
    }
    Map<String, String> expected = Map
        .of("tea", "5.0 buy", "mug", "5.0 buy", "cup", "3.0 cart", "pot", "1.0 ");
    String backup = installation.data().resolveSibling("backup").toString();
    try (Server server = installation.serve()) {
      assertEquals(expected, held(server.client()), "after the kill");
      assertShown(server);
      done(installation, "backup", backup);
      Erasure end = server.client()
          .unlearn(
              ErasureRequest
                  .ofInteractions(SHOP, List.of(new ForgetTarget.Interaction("ann", "mug"))))
          .await(progress -> {}, Duration.ofMinutes(1));
      assertEquals(Erasure.State.COMPLETED, end.state());
      assertEquals(
          List.of(AppendOutcome.SUPPRESSED), append(server.client(), row("mug", 20, "view")));
      assertEquals(
          Map.of("tea", "5.0 buy", "cup", "3.0 cart", "pot", "1.0 "), held(server.client()));
    }
    Installation other = new Installation(
        installation.distribution(), installation.data().resolveSibling("restored"),
        installation.plugins());
    done(other, "restore", backup, "--no-later-erasures");
    try (Server server = other.serve()) {
      assertEquals(expected, held(server.client()), "restored");
    }
  }

  private void assertShown(Server server) throws Exception {
    String[] shown = {"interactions", "ann", "--model", SHOP, "--server", server.address()};
    assertSays("buy", done(installation, shown));
    assertSays(
        "model,user,item,value,time,event_type\nshop,ann,cup,3.0,2024-05-02T10:10:00Z,cart\n",
        done(installation, with(shown, "--csv")));
    assertSays(
        "\"item\":\"cup\",\"value\":3.0,\"time\":\"2024-05-02T10:10:00Z\",\"event_type\":\"cart\"}",
        done(installation, with(shown, "--json")));
  }

  private static String[] with(String[] arguments, String one) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = one;
    return all;
  }
}
