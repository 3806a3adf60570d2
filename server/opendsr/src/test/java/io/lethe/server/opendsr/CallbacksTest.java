package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.dsr.StatusCallback;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasurePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Controllers are told everything, in order, whatever goes wrong on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbacksTest {

  private static final List<String> TO_COMPLETION = List.of("pending", "in_progress", "completed");

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

  private static DsrWorld trained(Path data, DsrWorld.Options options) {
    DsrWorld world = new DsrWorld(data, options);
    world.train(DsrWorld.MOVIES, "user-");
    return world;
  }

  private static List<Erasure> erasures(DsrWorld world) {
    return world.engine().erasures().list(ErasureFilter.ALL, ErasurePage.FIRST, 10).erasures();
  }

  @Test
  void controller_refusesForAWhile_isToldInOrderAllTheSame(@TempDir Path data) throws Exception {
    try (Controller controller = Controller.answering(503, 500, 404, 200, 503, 202, 503, 204);
        DsrWorld world = trained(data, office.options(controller.host()))) {
      DsrClient.Answer _ = office.client(world)
          .post(DsrClient.erasure(id, "user-3", controller.url()));
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      assertEquals(
          List.of("pending", "pending", "pending", "in_progress", "completed"),
          controller.refused().stream().map(Controller.Told::status).toList());
    }
  }

  @Test
  void controllers_oneIsDown_theOtherDoesNotWait(@TempDir Path data) throws Exception {
    try (Controller up = Controller.answering(200);
        Controller down = Controller.answering(503);
        DsrWorld world = trained(data, office.options(up.host(), down.host()))) {
      DsrClient.Answer _ = office.client(world)
          .post(DsrClient.erasure(id, "user-3", down.url(), up.url()));
      DsrOffice.await(() -> up.statuses().equals(TO_COMPLETION));
      assertEquals(List.of(), down.statuses());
      DsrOffice.await(() -> world.ledger().callbacks().size() == 1);
    }
  }

  @Test
  void redirect_isARefusalAndNotFollowed(@TempDir Path data) throws Exception {
    try (Controller controller = Controller.answering(307, 302, 200);
        DsrWorld world = trained(data, office.options(controller.host()))) {
      DsrClient.Answer _ = office.client(world)
          .post(DsrClient.erasure(id, "user-3", controller.url()));
      DsrOffice.await(() -> controller.statuses().equals(TO_COMPLETION));
      assertTrue(
          Stream.concat(controller.taken().stream(), controller.refused().stream())
              .allMatch(told -> told.path().equals("/callbacks")));
    }
  }

  @Test
  void server_stoppedBeforeItCouldTell_tellsAfterItsNextStart(@TempDir Path data) throws Exception {
    int port;
    try (Controller down = Controller.answering(503)) {
      port = down.port();
      try (DsrWorld world = trained(data, office.options(down.host()))) {
        DsrClient.Answer _ = office.client(world).post(DsrClient.erasure(id, "user-3", down.url()));
        DsrOffice.await(
            () -> office.client(world).status(id).text("request_status").equals("completed"));
        DsrOffice.await(() -> !down.refused().isEmpty());
      }
    }
    try (Controller up = Controller.at(port, 200);
        DsrWorld world = new DsrWorld(data, office.options(up.host()))) {
      DsrOffice.await(() -> up.statuses().equals(TO_COMPLETION));
      DsrOffice.await(() -> world.callbacks().open() == 0);
    }
  }

  @Test
  void server_killed_tellsAfterItsNextStart(@TempDir Path data, @TempDir Path copies)
      throws Exception {
    Path copy = copies.resolve("data");
    DsrClient.Answer receipt;
    String body;
    int port;
    try (Controller controller = Controller.answering(503);
        DsrWorld world = trained(data, office.options(controller.host()))) {
      port = controller.port();
      body = DsrClient.erasure(id, "user-3", controller.url());
      receipt = office.client(world).post(body);
      DsrOffice.await(() -> erasures(world).getFirst().state().terminal());
      DsrOffice.await(
          () -> world.ledger().callbacks().stream().allMatch(each -> each.failingSince() != null));
      // What a killed process leaves: the files as they are, the write-ahead log included.
      copy(data, copy);
    }
    try (Controller up = Controller.at(port, 200);
        DsrWorld after = new DsrWorld(copy, office.options(up.host()))) {
      DsrOffice.await(() -> up.statuses().equals(TO_COMPLETION));
      assertEquals(receipt.json(), office.client(after).post(body).json());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path _ = Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }

  @Test
  void hosts_takenFromTheSettingsLater_areNotCalledAndGivenUp(@TempDir Path data) throws Exception {
    try (Controller controller = Controller.answering(503)) {
      try (DsrWorld world = trained(data, office.options(controller.host()))) {
        DsrClient.Answer _ = office.client(world)
            .post(DsrClient.erasure(id, "user-3", controller.url()));
        DsrOffice.await(() -> erasures(world).getFirst().state().terminal());
      }
      int calls = controller.refused().size();
      try (DsrWorld world = new DsrWorld(
          data, office.options().with(DsrWorld.callbacks(Duration.ZERO, "elsewhere.example")))) {
        DsrOffice.await(() -> world.callbacks().open() == 0);
        assertEquals(List.of(), world.ledger().callbacks());
      }
      assertEquals(calls, controller.refused().size());
    }
  }

  @Test
  void crash_betweenErasuresAndRecord_aRepeatFindsThem(@TempDir Path data) throws Exception {
    String body = DsrClient.erasure(id, "user-3");
    try (DsrWorld world = trained(
        data, office.options().with((SubjectRequestLedger real) -> new FailingAdd(real)))) {
      DsrClient.Answer crashed = office.client(world).post(body);
      assertEquals(500, crashed.status());
      assertEquals("INTERNAL_ERROR", crashed.reason());
      assertEquals(404, office.client(world).status(id).status());
      DsrOffice.await(() -> erasures(world).getFirst().state().terminal());
    }
    try (DsrWorld world = new DsrWorld(data, office.options())) {
      assertEquals(201, office.client(world).post(body).status());
      assertEquals(1, erasures(world).size());
      assertEquals(List.of("COMPLETED"), office.client(world).status(id).states());
      DsrClient.Answer other = office.client(world).post(DsrClient.erasure(id, "user-4"));
      assertEquals("REQUEST_ID_REUSED", other.reason());
    }
  }

  @Test
  void crash_betweenTellingAndRemembering_isToldAgain(@TempDir Path data) throws Exception {
    try (Controller controller = Controller.answering(200)) {
      try (DsrWorld world = trained(
          data, office.options(controller.host())
              .with((SubjectRequestLedger real) -> new ForgetfulLedger(real)))) {
        DsrClient.Answer _ = office.client(world)
            .post(DsrClient.erasure(id, "user-3", controller.url()));
        DsrOffice.await(() -> erasures(world).getFirst().state().terminal());
        DsrOffice.await(() -> !controller.taken().isEmpty());
      }
      int before = controller.taken().size();
      try (DsrWorld world = new DsrWorld(data, office.options(controller.host()))) {
        DsrOffice.await(() -> world.callbacks().open() == 0);
      }
      List<String> after = controller.statuses().subList(before, controller.statuses().size());
      assertEquals(TO_COMPLETION, after);
    }
  }

  @Test
  void disk_refusesForAWhile_nothingIsToldTwiceAndTheEndIsRemembered(@TempDir Path data)
      throws Exception {
    AtomicInteger failures = new AtomicInteger(4);
    try (Controller controller = Controller.answering(200);
        DsrWorld world = trained(
            data, office.options(controller.host())
                .with((SubjectRequestLedger real) -> new FailingLedger(real, failures)))) {
      DsrClient.Answer _ = office.client(world)
          .post(DsrClient.erasure(id, "user-3", controller.url()));
      DsrOffice.await(() -> world.callbacks().open() == 0);
      assertEquals(TO_COMPLETION, controller.statuses());
      assertEquals(List.of(), world.ledger().callbacks());
    }
  }

  @Test
  void room_allTaken_moreIsTurnedAwayUntilSomeEnds(@TempDir Path data) throws Exception {
    try (Controller controller = Controller.answering(200);
        DsrWorld world = trained(
            data,
            office.options()
                .with(
                    new OpenDsrConfig.Callbacks(
                        List.of(controller.host()), Duration.ofHours(1), Duration.ofMinutes(1),
                        1)))) {
      DsrClient client = office.client(world);
      DsrClient.Answer refused = client
          .post(DsrClient.erasure(id, "user-3", controller.url() + "1", controller.url() + "2"));
      assertEquals(429, refused.status());
      assertEquals("OVERLOADED", refused.reason());
      assertEquals("1", refused.header("Retry-After"));
      assertEquals(List.of(), erasures(world));
      assertEquals(201, client.post(DsrClient.erasure(id, "user-3", controller.url())).status());
      DsrOffice.await(() -> world.callbacks().open() == 0);
    }
  }

  /** A disk that loses every new request. */
  private record FailingAdd(SubjectRequestLedger real) implements Forwarding {
    @Override
    public void add(SubjectRequest request, List<StatusCallback> callbacks) {
      throw new IllegalStateException("the process ends here");
    }
  }

  /** A disk that loses all news of callbacks. */
  private record ForgetfulLedger(SubjectRequestLedger real) implements Forwarding {
    @Override
    public void update(StatusCallback callback) {
      throw new LetheException(ErrorKind.STORAGE_FAILED, "the process ends here");
    }

    @Override
    public void end(StatusCallback callback) {
      throw new LetheException(ErrorKind.STORAGE_FAILED, "the process ends here");
    }
  }

  /** A disk that refuses news of callbacks some times. */
  private record FailingLedger(
      SubjectRequestLedger real, AtomicInteger failures) implements Forwarding {
    @Override
    public void update(StatusCallback callback) {
      fail();
      real.update(callback);
    }

    @Override
    public void end(StatusCallback callback) {
      fail();
      real.end(callback);
    }

    private void fail() {
      if (failures.getAndDecrement() > 0) {
        throw new LetheException(ErrorKind.STORAGE_FAILED, "no disk for now");
      }
    }
  }

  /** A ledger over another. */
  private interface Forwarding extends SubjectRequestLedger {

    SubjectRequestLedger real();

    @Override
    default void add(SubjectRequest request, List<StatusCallback> callbacks) {
      real().add(request, callbacks);
    }

    @Override
    default Optional<SubjectRequest> find(UUID id) {
      return real().find(id);
    }

    @Override
    default List<StatusCallback> callbacks() {
      return real().callbacks();
    }

    @Override
    default void update(StatusCallback callback) {
      real().update(callback);
    }

    @Override
    default void end(StatusCallback callback) {
      real().end(callback);
    }
  }
}
