package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bodies may cost that come slowly, that are large, or that nobody asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDsrBodiesTest {

  private static final int CHUNK_BYTES = OpenDsrApi.BODY_BYTES_MAX + 1;

  private final List<Socket> slow = new ArrayList<>();
  private UUID id;
  private DsrOffice office;
  private DsrWorld world;
  private DsrClient client;

  @BeforeAll
  void open(@TempDir Path keys) throws Exception {
    office = new DsrOffice(keys);
  }

  @BeforeEach
  void start(@TempDir Path root) {
    id = UUID.randomUUID();
    world = new DsrWorld(root.resolve("data"), office.options().withCallsMax(1));
    client = office.client(world);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket each : slow) {
      each.close();
    }
    slow.clear();
    world.close();
  }

  private String authorization() {
    return "Bearer " + office.token(DsrOffice.CONTROLLER, "unlearn");
  }

  /** A post whose body never ends. */
  private Socket unfinished(String headers, String begun) {
    URI url = URI.create(world.url());
    try {
      Socket socket = new Socket(url.getHost(), url.getPort());
      slow.add(socket);
      String head = "POST %s/requests HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
          .formatted(DsrWorld.PREFIX, headers);
      socket.getOutputStream().write((head + begun).getBytes(StandardCharsets.US_ASCII));
      return socket;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String line(Socket socket) throws IOException {
    socket.setSoTimeout(120_000);
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
  }

  @Test
  void post_whileTheOnlyPlaceIsTaken_turnedAwayUntilItIsFree() throws Exception {
    String headers = "Content-Length: 100\r\nAuthorization: %s\r\n".formatted(authorization());
    // A post may hold the only place when one of these arrives: hence several.
    DsrOffice.await(() -> {
      Socket _ = unfinished(headers, "{");
      return client.post(DsrClient.erasure(id, "user-3")).status() == 429;
    });
    assertEquals("OVERLOADED", client.post(DsrClient.erasure(id, "user-3")).reason());
    assertEquals(200, client.call("GET", "/discovery", "").status());
    for (Socket each : slow) {
      each.close();
    }
    DsrOffice.await(() -> client.post(DsrClient.erasure(id, "user-3")).status() == 201);
  }

  @Test
  void post_whileOnesByNobodyNeverEnd_hasAPlace() throws Exception {
    for (int k = 0; k < 4; k++) {
      Socket nobody = unfinished("Content-Length: 100\r\nExpect: 100-continue\r\n", "");
      // The head has been read by then.
      assertEquals("HTTP/1.1 100 Continue", line(nobody));
      assertEquals(201, client.post(DsrClient.erasure(UUID.randomUUID(), "user-3")).status());
    }
  }

  @Test
  void post_chunksBeyondTheBound_refusedWithoutWaitingForTheirEnd() throws Exception {
    String headers = "Transfer-Encoding: chunked\r\nAuthorization: %s\r\n"
        .formatted(authorization());
    Socket large = unfinished(
        headers, Integer.toHexString(CHUNK_BYTES) + "\r\n" + " ".repeat(CHUNK_BYTES));
    assertTrue(line(large).startsWith("HTTP/1.1 413 "));
  }

  @ParameterizedTest
  @CsvSource({"GET, /nothing, true", "PUT, /requests, true", "GET, /discovery, true",
      "POST, /requests, false", "GET, /requests/a7551968-d5d6-44b2-9831-815ac9017798, true",
      "DELETE, /requests/a7551968-d5d6-44b2-9831-815ac9017798, true"})
  void body_thatNobodyAskedFor_isNotKept(HttpMethod verb, String path, boolean known)
      throws Exception {
    RequestHeaders head = RequestHeaders.of(verb, path);
    HttpRequestWriter request = HttpRequest.streaming(
        known
            ? head.withMutations(more -> more.set(HttpHeaderNames.AUTHORIZATION, authorization()))
            : head);
    HttpResponse answer = world.service().serve(ServiceRequestContext.of(request), request);
    WeakReference<HttpData> sent = send(request);
    DsrOffice.await(() -> {
      System.gc();
      return sent.refersTo(null);
    });
    assertFalse(answer.isComplete());
    request.close();
    assertTrue(answer.aggregate().join().status().code() >= 200);
  }

  private static WeakReference<HttpData> send(HttpRequestWriter request) {
    HttpData data = HttpData.wrap(new byte[CHUNK_BYTES]);
    assertTrue(request.tryWrite(data));
    return new WeakReference<>(data);
  }
}
