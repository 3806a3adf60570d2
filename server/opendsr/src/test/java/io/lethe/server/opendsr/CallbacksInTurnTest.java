package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Controllers do not wait for each other, and none gets many calls at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbacksInTurnTest {

  private static final int CALLBACKS = 7;
  /** Longer than any test waits. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @TempDir private Path root;
  private final UUID id = UUID.randomUUID();
  private DsrOffice office;

  @BeforeAll
  void open(@TempDir Path keys) throws Exception {
    office = new DsrOffice(keys);
  }

  private DsrWorld world(List<String> hosts) {
    DsrWorld world = new DsrWorld(
        root.resolve("data"), office.options()
            .with(new OpenDsrConfig.Callbacks(hosts, Duration.ofHours(1), TIMEOUT, 100)));
    world.train(DsrWorld.MOVIES, "user-");
    return world;
  }

  @Test
  void controllers_manyNeverAnswer_anotherIsToldAllTheSame() throws Exception {
    List<ServerSocket> silent = new ArrayList<>();
    try (Controller up = Controller.answering(200)) {
      List<String> hosts = new ArrayList<>();
      for (int k = 0; k < CALLBACKS; k++) {
        // Connections wait in its queue: nobody ever takes them.
        silent.add(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        hosts.add("127.0.0.1:" + silent.getLast().getLocalPort());
      }
      hosts.add(up.host());
      try (DsrWorld world = world(hosts)) {
        String[] urls = hosts.stream().map("http://%s/callbacks"::formatted).toArray(String[]::new);
        DsrClient.Answer _ = office.client(world).post(DsrClient.erasure(id, "user-3", urls));
        DsrOffice.await(() -> up.statuses().equals(List.of("pending", "in_progress", "completed")));
        // It has been told before that is remembered.
        DsrOffice.await(() -> world.ledger().callbacks().size() == CALLBACKS);
      }
    } finally {
      for (ServerSocket each : silent) {
        each.close();
      }
    }
  }

  @Test
  void controller_ofManyCallbacks_getsTwoAtATime() throws Exception {
    Slow slow = new Slow();
    HttpServer server = HttpServer
        .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (Controller up = Controller.answering(200);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext("/", slow::take);
      server.start();
      String host = "127.0.0.1:" + server.getAddress().getPort();
      try (DsrWorld world = world(List.of(host, up.host()))) {
        String[] urls = Stream
            .concat(
                IntStream.range(0, CALLBACKS).mapToObj(k -> "http://%s/%d".formatted(host, k)),
                Stream.of("http://%s/callbacks".formatted(up.host())))
            .toArray(String[]::new);
        DsrClient.Answer _ = office.client(world).post(DsrClient.erasure(id, "user-3", urls));
        slow.two.await();
        // Whatever came after those seven has been told: a third of them would have come before.
        DsrOffice.await(() -> up.statuses().equals(List.of("pending", "in_progress", "completed")));
        assertEquals(2, slow.now.get());
        slow.released.countDown();
        DsrOffice.await(() -> world.callbacks().open() == 0);
      } finally {
        slow.released.countDown();
      }
      assertEquals(2, slow.most.get());
    } finally {
      server.stop(0);
    }
  }

  /** A controller that answers nobody until it is released. */
  private static final class Slow {

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch two = new CountDownLatch(2);
    private final CountDownLatch released = new CountDownLatch(1);

    void take(HttpExchange exchange) throws IOException {
      try (exchange) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        two.countDown();
        released.await();
        now.decrementAndGet();
        exchange.sendResponseHeaders(204, -1);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
