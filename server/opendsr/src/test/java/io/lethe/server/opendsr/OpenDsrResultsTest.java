package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.event.EventColumn;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.tiny.TinyRatings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is held of a person, for who asks to see it or to take it along, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDsrResultsTest {

  @TempDir private Path root;
  private DsrOffice office;
  private UUID id;

  @BeforeAll
  void open(@TempDir Path keys) throws Exception {
    office = new DsrOffice(keys);
  }

  @BeforeEach
  void newId() {
    id = UUID.randomUUID();
  }

  private String body(String type, String user, String... callbacks) {
    return DsrClient.request(id, type, "controller_customer_id", user, "raw", callbacks);
  }

  /** Each row as {@code model/item=value}, by item's bytes. */
  private static List<String> expected(String user, String... models) {
    InteractionColumns rows = TinyRatings.of(1, "user-");
    List<String> lines = new ArrayList<>();
    for (String model : models) {
      List<String> ofModel = new ArrayList<>();
      for (int k = 0; k < rows.size(); k++) {
        if (rows.userIds().get(rows.users()[k]).equals(user)) {
          ofModel.add(
              "models/%s/%s=%s"
                  .formatted(model, rows.itemIds().get(rows.items()[k]), rows.values()[k]));
        }
      }
      ofModel.sort(Comparator.comparing(line -> line.substring(0, line.indexOf('='))));
      lines.addAll(ofModel);
    }
    return lines;
  }

  private static List<String> told(DsrClient.Answer results) {
    List<String> lines = new ArrayList<>();
    for (JsonNode row : results.json().get("interactions")) {
      lines.add(
          "%s/%s=%s".formatted(
              DsrJson.text(row, "model"), DsrJson.text(row, "item"),
              (float) row.get("value").doubleValue()));
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"access", "portability"})
  void post_ofAccess_completedAtOnceWithAllThatEveryModelHolds(String type) throws Exception {
    try (Controller controller = Controller.answering(200);
        DsrWorld world = new DsrWorld(root.resolve(type), office.options(controller.host()))) {
      world.add(DsrWorld.MOVIES, "user-");
      world.add(DsrWorld.BOOKS, "user-");
      DsrClient client = office.client(world);
      assertEquals(201, client.post(body(type, "user-3", controller.url())).status());
      DsrOffice.await(() -> controller.statuses().equals(List.of("completed")));
      DsrClient.Answer status = client.status(id);
      assertEquals("completed", status.text("request_status"));
      assertTrue(
          status.text("results_url").endsWith("/requests/" + id + "/results"),
          status.text("results_url"));
      DsrClient auditor = office.client(world, "auditor", "audit");
      DsrClient.Answer results = auditor.call("GET", "/requests/" + id + "/results", "");
      assertEquals(200, results.status());
      DsrClient.assertSigned(client.certificate(), results);
      assertEquals(
          expected("user-3", DsrWorld.BOOKS.value(), DsrWorld.MOVIES.value()), told(results));
      String csv = new String(
          auditor.call("GET", "/requests/" + id + "/results.csv", "").raw().body(),
          StandardCharsets.UTF_8);
      assertEquals(
          told(results),
          csv.lines()
              .skip(1)
              .map(line -> line.split(","))
              .map(cells -> "%s/%s=%s".formatted(cells[0], cells[2], cells[3]))
              .toList());
      assertEquals("model,user,item,value,time,event_type", csv.lines().findFirst().orElseThrow());
      assertEquals(
          2,
          world.audited()
              .stream()
              .filter("auditor ListInteractions models/movies"::equals)
              .count());
      assertEquals(
          0,
          world.engine()
              .erasures()
              .list(
                  io.lethe.engine.erasure.ErasureFilter.ALL,
                  io.lethe.engine.erasure.ErasurePage.FIRST, 10)
              .erasures()
              .size());
    }
  }

  @Test
  void results_tellWhenEachInteractionHappened_andWhatItWas_whereThatIsKnown() throws Exception {
    try (DsrWorld world = new DsrWorld(root.resolve("timed"), office.options())) {
      var _ = world.engine()
          .intake()
          .add(
              DsrWorld.MOVIES,
              PortFixtures.timedRows("user-3", "a", 1, 1_700_000_000_123L, "user-3", "b", 2, 0)
                  .with(EventColumn.of(new byte[]{0, 1}, List.of("cart"))));
      assertEquals(201, office.client(world).post(body("access", "user-3")).status());
      DsrClient auditor = office.client(world, "auditor", "audit");
      String path = "/requests/" + id + "/results";
      JsonNode rows = auditor.call("GET", path, "").json().get("interactions");
      assertEquals("2023-11-14T22:13:20.123Z", DsrJson.text(rows.get(0), "time"));
      assertFalse(rows.get(1).has("time"));
      assertFalse(rows.get(0).has("event_type"));
      assertEquals("cart", DsrJson.text(rows.get(1), "event_type"));
      assertEquals(
          """
              model,user,item,value,time,event_type\r
              models/movies,user-3,a,1.0,2023-11-14T22:13:20.123Z,\r
              models/movies,user-3,b,2.0,,cart\r
              """,
          new String(auditor.call("GET", path + ".csv", "").raw().body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void results_needTheRoleAuditAndAnOpenRequest() throws Exception {
    try (DsrWorld world = new DsrWorld(root.resolve("roles"), office.options())) {
      world.add(DsrWorld.MOVIES, "user-");
      DsrClient client = office.client(world);
      DsrClient auditor = office.client(world, "auditor", "audit");
      String path = "/requests/" + id + "/results";
      assertEquals(404, auditor.call("GET", path, "").status());
      assertEquals(201, client.post(body("erasure", "user-4")).status());
      assertEquals("ERASURE_NOT_FOUND", auditor.call("GET", path, "").reason());
      newId();
      assertEquals(201, client.post(body("access", "user-3")).status());
      assertEquals(403, client.call("GET", "/requests/" + id + "/results", "").status());
      assertEquals(200, auditor.call("GET", "/requests/" + id + "/results", "").status());
      assertEquals(400, client.post(body("portability", "user-3")).status());
      assertEquals(400, client.post(body("erasure", "user-3")).status());
    }
  }

  @Test
  void results_afterARestart_areThereAgainWhenTheRequestIs() throws Exception {
    Path data = root.resolve("restart");
    String path = "/requests/" + id + "/results";
    try (DsrWorld world = new DsrWorld(data, office.options())) {
      world.add(DsrWorld.MOVIES, "user-");
      assertEquals(201, office.client(world).post(body("access", "user-3")).status());
    }
    try (DsrWorld world = new DsrWorld(data, office.options())) {
      DsrClient client = office.client(world);
      DsrClient auditor = office.client(world, "auditor", "audit");
      DsrClient.Answer status = client.status(id);
      assertEquals("completed", status.text("request_status"));
      assertFalse(status.json().has("results_url"));
      assertEquals(404, auditor.call("GET", path, "").status());
      assertEquals(201, client.post(body("access", "user-3")).status());
      assertEquals(
          expected("user-3", DsrWorld.MOVIES.value()), told(auditor.call("GET", path, "")));
    }
  }

  @Test
  void results_ofSomebodyWhoWasErased_areEmpty() throws Exception {
    try (DsrWorld world = new DsrWorld(root.resolve("erased"), office.options())) {
      world.train(DsrWorld.MOVIES, "user-");
      DsrClient client = office.client(world);
      assertEquals(201, client.post(body("access", "user-3")).status());
      UUID access = id;
      newId();
      assertEquals(201, client.post(body("erasure", "user-3")).status());
      DsrOffice.await(() -> client.status(id).text("request_status").equals("completed"));
      DsrClient auditor = office.client(world, "auditor", "audit");
      assertEquals(List.of(), told(auditor.call("GET", "/requests/" + access + "/results", "")));
    }
  }
}
