package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.access.Role;
import io.lethe.server.wiring.GuardedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lethe interactions} and {@code lethe append} against a server. */
class InteractionsCommandTest {

  private static final String ODD_ITEM = "tea, \"green\" & \\u00e9";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private String done(String... arguments) {
    out.getBuffer().setLength(0);
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    int code = Commands
        .run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), arguments);
    assertEquals(ExitCode.DONE, code, err.toString());
    return out.toString();
  }

  private String done(GuardedServer server, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    Path token = Files.writeString(
        folder.resolve("token"), server.token("office", Role.AUDIT, Role.INGEST, Role.SERVE));
    all.addAll(
        List.of(
            "--server", "127.0.0.1:" + server.server().port(), "--token-file", token.toString()));
    return done(all.toArray(String[]::new));
  }

  @Test
  void interactions_asTableCsvAndJson_haveValueTimeAndEventType() throws IOException {
    Path books = Files.writeString(folder.resolve("books.csv"), "user,item\nann,b\nbob,b\n");
    Path shop = Files.writeString(
        folder.resolve("shop.csv"),
        "user,item,rating,time,event\nann,\"%s\",2,2024-05-02T10:00:00.250Z,cart\nann,a,0.5,,\n"
            .formatted(ODD_ITEM.replace("\"", "\"\"")));
    try (GuardedServer server = GuardedServer.start(folder, Map.of())) {
      done(server, List.of("append", books.toString(), "--model", "books"));
      String told = done(
          server, List.of("append", shop.toString(), "--model", "shop", "--events", "cart=3"));
      assertTrue(told.contains("took in 2 new interactions"), told);
      String table = done(server, List.of("interactions", "ann", "--model", "shop"));
      assertTrue(table.lines().anyMatch(line -> line.matches(".*6\\.0 .*Z +cart *")), table);
      assertTrue(table.contains("2 interactions"), table);
      List<String> csv = done(server, List.of("interactions", "ann", "--csv")).lines().toList();
      assertEquals("model,user,item,value,time,event_type", csv.get(0));
      assertTrue(csv.get(1).matches("books,ann,b,1\\.0,2[-0-9T:.]+Z,"), csv.get(1));
      assertEquals("shop,ann,a,0.5,,", csv.get(2));
      assertEquals(
          "shop,ann,\"tea, \"\"green\"\" & \\u00e9\",6.0,2024-05-02T10:00:00.250Z,cart",
          csv.get(3));
      assertEquals(4, csv.size());
      String json = done(server, List.of("interactions", "ann", "--model", "shop", "--json"));
      assertEquals("""
          {"interactions":[
            {"model":"shop","user":"ann","item":"a","value":0.5},
            {"model":"shop","user":"ann","item":"tea, \\"green\\" & \\\\u00e9","value":6.0,\
          "time":"2024-05-02T10:00:00.250Z","event_type":"cart"}]}
          """, json);
      assertEquals(
          "model,user,item,value,time,event_type\n",
          done(server, List.of("interactions", "nobody", "--csv")));
    }
  }

  @Test
  void append_toAServer_tellsWhatItsWeightsAndTypesCameTo() throws IOException {
    Path shop = Files.writeString(
        folder.resolve("shop.csv"), "user,item,event\nann,a,view\nann,b,bot\nann,a,cart\n");
    try (GuardedServer server = GuardedServer.start(folder, Map.of())) {
      List<String> sending = List.of(
          "append", shop.toString(), "--model", "shop", "--events", "view=1,cart=3,bot=0",
          "--repeats", "sum");
      String told = done(server, sending);
      assertTrue(told.contains("\nModel shop is new: it began with these; "), told);
      assertTrue(told.contains("Event types in column event: view 1, bot 1, cart 1."), told);
      assertTrue(told.contains("Left out 1 row whose event type weighs 0."), told);
      List<String> again = new ArrayList<>(sending);
      again.add("--learn");
      String learned = done(server, again);
      assertTrue(learned.contains("replaced the value of 1"), learned);
      assertFalse(learned.contains("is new"), learned);
      assertTrue(
          done(server, List.of("interactions", "ann", "--csv"))
              .matches("(?s).*\nshop,ann,a,8\\.0,[^,]*,cart\n"));
      again.set(again.indexOf("shop"), "shpo");
      assertTrue(done(server, again).contains("\nModel shpo is new: "), out::toString);
    }
  }
}
