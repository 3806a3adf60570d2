package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lethe.server.config.OpenDsrConfig;
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
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    HttpServer server = HttpServer
        .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext("/", exchange -> take(exchange, now, most, two));
      server.start();
      String host = "127.0.0.1:" + server.getAddress().getPort();
      try (DsrWorld world = world(List.of(host))) {
        String[] urls = IntStream.range(0, CALLBACKS)
            .mapToObj(k -> "http://%s/%d".formatted(host, k))
            .toArray(String[]::new);
        DsrClient.Answer _ = office.client(world).post(DsrClient.erasure(id, "user-3", urls));
        DsrOffice.await(() -> world.callbacks().open() == 0);
      }
      assertEquals(2, most.get());
    } finally {
      server.stop(0);
    }
  }

  /** Answers once two have come. */
  private static void take(
      HttpExchange exchange, AtomicInteger now, AtomicInteger most, CountDownLatch two)
      throws IOException {
    try (exchange) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      two.countDown();
      two.await();
      // A third one, if it came, would come meanwhile.
      Thread.sleep(50);
      now.decrementAndGet();
      exchange.sendResponseHeaders(204, -1);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
