package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Data subject requests from post to completion, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDsrTest {

  private static final ErasurePolicy HOLDING = ErasurePolicy.open().with(new ApprovalConfig(0, 1));
  private static final List<String> TO_COMPLETION = List.of("pending", "in_progress", "completed");

  @TempDir private Path root;
  private DsrOffice office;

  private UUID id;

  @BeforeEach
  void newId() {
    id = UUID.randomUUID();
  }

  @BeforeAll
  void open(@TempDir Path keys) throws Exception {
    office = new DsrOffice(keys);
  }

  private DsrWorld world(Controller controller) {
    DsrWorld world = new DsrWorld(root.resolve("data"), office.options(controller.host()));
    world.train(DsrWorld.MOVIES, "user-");
    return world;
  }

  @Test
  void post_ofSomebodyKnown_signedReceiptThenSignedCallbacksInOrder() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      world.train(DsrWorld.BOOKS, "user-");
      DsrClient client = office.client(world);
      X509Certificate certificate = client.certificate();
      String body = DsrClient.erasure(id, "user-3", controller.url());
      DsrClient.Answer receipt = client.post(body);
      assertEquals(201, receipt.status());
      DsrClient.assertSigned(certificate, receipt);
      assertEquals(DsrOffice.CONTROLLER, receipt.text("controller_id"));
      assertEquals(id.toString(), receipt.text("subject_request_id"));
      assertArrayEquals(
          body.getBytes(StandardCharsets.UTF_8),
          Base64.getDecoder().decode(receipt.text("encoded_request")));
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      for (Controller.Told told : controller.taken()) {
        DsrClient.assertSigned(certificate, told.domain(), told.signature(), told.body());
        assertEquals(
            controller.url(), DsrJson.text(DsrJson.parsed(told.body()), "status_callback_url"));
        assertEquals(
            receipt.text("expected_completion_time"),
            DsrJson.text(DsrJson.parsed(told.body()), "expected_completion_time"));
      }
      DsrClient.Answer status = client.status(id);
      DsrClient.assertSigned(certificate, status);
      assertEquals("completed", status.text("request_status"));
      assertEquals(List.of("COMPLETED", "COMPLETED"), status.states());
      DsrOffice.await(() -> world.callbacks().open() == 0);
      assertEquals(List.of(), world.ledger().callbacks());
    }
  }

  @Test
  void post_again_sameReceiptNothingDoneTwice() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      DsrClient client = office.client(world);
      String body = DsrClient.erasure(id, "user-3", controller.url());
      DsrClient.Answer first = client.post(body);
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      DsrClient.Answer again = client.post(body);
      assertEquals(201, again.status());
      assertEquals(first.json(), again.json());
      assertEquals(
          1,
          world.engine()
              .erasures()
              .list(ErasureFilter.ALL, ErasurePage.FIRST, 10)
              .erasures()
              .size());
      assertEquals(TO_COMPLETION, controller.statuses());
    }
  }

  @Test
  void post_manyTimesAtOnce_oneRequest() throws Exception {
    try (Controller controller = Controller.answering(200);
        DsrWorld world = world(controller);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      DsrClient client = office.client(world);
      String body = DsrClient.erasure(id, "user-3", controller.url());
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int k = 0; k < 16; k++) {
        answers.add(threads.submit(() -> client.post(body).json()));
      }
      Set<JsonNode> distinct = new HashSet<>();
      for (Future<JsonNode> answer : answers) {
        distinct.add(answer.get());
      }
      assertEquals(1, distinct.size());
      assertEquals(id.toString(), DsrJson.text(distinct.iterator().next(), "subject_request_id"));
      DsrOffice.await(() -> world.callbacks().open() == 0);
      assertEquals(TO_COMPLETION, controller.statuses());
      assertEquals(
          1,
          world.engine()
              .erasures()
              .list(ErasureFilter.ALL, ErasurePage.FIRST, 10)
              .erasures()
              .size());
    }
  }

  @Test
  void post_sameIdOtherPayloadOrController_refused() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      assertEquals(201, office.client(world).post(DsrClient.erasure(id, "user-3")).status());
      DsrClient.Answer other = office.client(world).post(DsrClient.erasure(id, "user-4"));
      assertEquals(400, other.status());
      assertEquals("REQUEST_ID_REUSED", other.reason());
      DsrClient.Answer stranger = office.client(world, "another-office", "unlearn")
          .post(DsrClient.erasure(id, "user-3"));
      assertEquals("REQUEST_ID_REUSED", stranger.reason());
    }
  }

  @Test
  void post_ofSomebodyUnknown_completedAtOnceAndToldOnce() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      DsrClient client = office.client(world);
      DsrClient.Answer receipt = client.post(DsrClient.erasure(id, "nobody", controller.url()));
      assertEquals(201, receipt.status());
      assertEquals(receipt.text("received_time"), receipt.text("expected_completion_time"));
      assertEquals("completed", client.status(id).text("request_status"));
      assertEquals(List.of(), client.status(id).states());
      DsrOffice.await(() -> controller.statuses().equals(List.of("completed")));
    }
  }

  @Test
  void post_afterCompletedErasureUnderAnotherId_nothingLeftToErase() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      DsrClient client = office.client(world);
      DsrClient.Answer _ = client.post(DsrClient.erasure(id, "user-3", controller.url()));
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      UUID later = UUID.randomUUID();
      assertEquals(201, client.post(DsrClient.erasure(later, "user-3")).status());
      assertEquals("completed", client.status(later).text("request_status"));
      assertEquals(List.of(), client.status(later).states());
    }
  }

  @Test
  void post_modelsNamedInTheSettings_othersAreLeftAlone() throws Exception {
    try (DsrWorld world = new DsrWorld(
        root.resolve("data"), office.options().withModels(DsrWorld.BOOKS))) {
      world.train(DsrWorld.MOVIES, "user-");
      world.train(DsrWorld.BOOKS, "user-");
      DsrClient client = office.client(world);
      DsrClient.Answer _ = client.post(DsrClient.erasure(id, "user-3"));
      assertEquals(1, client.status(id).states().size());
      assertEquals(
          DsrWorld.BOOKS,
          world.engine()
              .erasures()
              .list(ErasureFilter.ALL, ErasurePage.FIRST, 10)
              .erasures()
              .getFirst()
              .facts()
              .model());
    }
  }

  @Test
  void post_modelNeverTrained_itsInteractionsAreDeletedToo() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      world.add(DsrWorld.BOOKS, "user-");
      DsrClient client = office.client(world);
      assertEquals(201, client.post(DsrClient.erasure(id, "user-3")).status());
      DsrOffice.await(() -> client.status(id).states().equals(List.of("COMPLETED", "COMPLETED")));
      DsrClient.Answer again = client.post(DsrClient.erasure(UUID.randomUUID(), "user-3"));
      assertEquals(201, again.status());
    }
  }

  @Test
  void post_limitOfOneModelMet_nothingIsErasedAnywhere() throws Exception {
    ErasurePolicy oneAnHour = ErasurePolicy.open().with(new PrincipalLimits(1, 1));
    try (DsrWorld world = new DsrWorld(root.resolve("data"), office.options().with(oneAnHour))) {
      world.train(DsrWorld.MOVIES, "user-");
      DsrClient client = office.client(world);
      assertEquals(201, client.post(DsrClient.erasure(id, "user-3")).status());
      world.train(DsrWorld.BOOKS, "user-");
      DsrClient.Answer limited = client.post(DsrClient.erasure(UUID.randomUUID(), "user-4"));
      assertEquals("RATE_LIMITED", limited.reason());
      assertEquals(
          1,
          world.engine()
              .erasures()
              .list(ErasureFilter.ALL, ErasurePage.FIRST, 10)
              .erasures()
              .size());
    }
  }

  @Test
  void post_erasureThatFails_inProgressForEverWithAMarkAndToldSo() throws Exception {
    try (Controller controller = Controller.answering(200);
        DsrWorld world = new DsrWorld(
            root.resolve("data"), office.options(controller.host()).retraining())) {
      world.train(DsrWorld.MOVIES, "user-");
      world.breakTraining();
      DsrClient client = office.client(world);
      DsrClient.Answer _ = client.post(DsrClient.erasure(id, "user-3", controller.url()));
      DsrOffice.await(() -> world.callbacks().open() == 0);
      assertEquals(List.of("pending", "in_progress", "in_progress"), controller.statuses());
      List<Boolean> marks = controller.taken()
          .stream()
          .map(told -> DsrJson.parsed(told.body()).get("extensions").get("localhost"))
          .map(ours -> ours.get("failed").booleanValue())
          .toList();
      assertEquals(List.of(false, false, true), marks);
      assertEquals("in_progress", client.status(id).text("request_status"));
      assertEquals(List.of("FAILED"), client.status(id).states());
      assertEquals("ERASURE_NOT_CANCELLABLE", client.cancel(id).reason());
    }
  }

  @Test
  void cancel_held_servedAgainAndTold() throws Exception {
    try (Controller controller = Controller.answering(200);
        DsrWorld world = new DsrWorld(
            root.resolve("data"), office.options(controller.host()).with(HOLDING))) {
      world.train(DsrWorld.MOVIES, "user-");
      world.train(DsrWorld.BOOKS, "user-");
      DsrClient client = office.client(world);
      DsrClient.Answer _ = client.post(DsrClient.erasure(id, "user-3", controller.url()));
      assertEquals("pending", client.status(id).text("request_status"));
      assertEquals(List.of("HELD", "HELD"), client.status(id).states());
      assertEquals(403, office.client(world, "another-office", "unlearn").cancel(id).status());
      DsrClient.Answer cancelled = client.cancel(id);
      assertEquals(202, cancelled.status());
      DsrClient.assertSigned(client.certificate(), cancelled);
      assertEquals("cancelled", client.status(id).text("request_status"));
      assertEquals(202, client.cancel(id).status());
      DsrOffice.await(() -> controller.statuses().equals(List.of("pending", "cancelled")));
    }
  }

  @Test
  void cancel_againAfterAPartWasCompleted_nothingMoreAndAccepted() throws Exception {
    try (DsrWorld world = new DsrWorld(root.resolve("data"), office.options().with(HOLDING))) {
      world.train(DsrWorld.MOVIES, "user-");
      world.train(DsrWorld.BOOKS, "user-");
      DsrClient client = office.client(world);
      DsrClient.Answer _ = client.post(DsrClient.erasure(id, "user-3"));
      ErasureCoordinator erasures = world.engine().erasures();
      List<Erasure> parts = erasures.list(ErasureFilter.ALL, ErasurePage.FIRST, 10).erasures();
      Erasure _ = erasures.approve(parts.getFirst().id(), "somebody-else");
      DsrOffice.await(() -> client.status(id).states().contains("COMPLETED"));
      Erasure _ = erasures.cancel(parts.getLast().id(), DsrOffice.CONTROLLER, false);
      assertEquals("cancelled", client.status(id).text("request_status"));
      assertEquals(202, client.cancel(id).status());
      assertEquals(403, office.client(world, "another-office", "unlearn").cancel(id).status());
      assertEquals(Set.of("COMPLETED", "CANCELLED"), Set.copyOf(client.status(id).states()));
    }
  }

  @Test
  void cancel_completedOrUnknown_refused() throws Exception {
    try (Controller controller = Controller.answering(200); DsrWorld world = world(controller)) {
      DsrClient client = office.client(world);
      DsrClient.Answer _ = client.post(DsrClient.erasure(id, "user-3", controller.url()));
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      assertEquals("ERASURE_NOT_CANCELLABLE", client.cancel(id).reason());
      assertEquals(400, client.cancel(id).status());
      assertEquals(404, client.cancel(UUID.randomUUID()).status());
      assertEquals(404, client.status(UUID.randomUUID()).status());
    }
  }

  @Test
  void dataFolder_afterCompletion_holdsNobody() throws Exception {
    String person = "a-person-who-is-easy-to-find-";
    try (Controller controller = Controller.answering(200);
        DsrWorld world = new DsrWorld(root.resolve("data"), office.options(controller.host()))) {
      world.train(DsrWorld.MOVIES, person);
      assertTrue(holds(person + "3"));
      DsrClient.Answer _ = office.client(world)
          .post(DsrClient.erasure(id, person + "3", controller.url()));
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      DsrOffice.await(() -> world.callbacks().open() == 0);
    }
    assertFalse(holds(person + "3\""));
    assertFalse(ledgerHolds(person));
  }

  private boolean ledgerHolds(String text) throws Exception {
    return Files.readString(root.resolve("data/ledger.sqlite"), StandardCharsets.ISO_8859_1)
        .contains(text);
  }

  private boolean holds(String text) throws Exception {
    try (Stream<Path> files = Files.walk(root.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }
}
