package io.lethe.server.opendsr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A controller's end of status callbacks, on loopback. Answers with the statuses it is given, the
 * last one for ever.
 */
final class Controller implements AutoCloseable {

  private static final byte[] BODY = "taken".getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;
  private final Iterator<Integer> answers;
  private final List<Told> taken = new CopyOnWriteArrayList<>();
  private final List<Told> refused = new CopyOnWriteArrayList<>();
  private int answer;

  /** One callback as it came. */
  record Told(String path, String domain, String signature, byte[] body) {

    String status() {
      return DsrJson.text(DsrJson.parsed(body), "request_status");
    }
  }

  private Controller(int port, List<Integer> answers) throws IOException {
    this.answers = answers.iterator();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::take);
    server.start();
  }

  /** On any free port. */
  static Controller answering(Integer... answers) throws IOException {
    return new Controller(0, List.of(answers));
  }

  /** Where another one was. */
  static Controller at(int port, Integer... answers) throws IOException {
    return new Controller(port, List.of(answers));
  }

  private synchronized void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (answers.hasNext()) {
        answer = answers.next();
      }
      Told told = new Told(
          exchange.getRequestURI().getPath(),
          exchange.getRequestHeaders().getFirst("X-OpenDSR-Processor-Domain"),
          exchange.getRequestHeaders().getFirst("X-OpenDSR-Signature"),
          exchange.getRequestBody().readAllBytes());
      (answer < 300 ? taken : refused).add(told);
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(answer, BODY.length);
      exchange.getResponseBody().write(BODY);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  String host() {
    return "127.0.0.1:" + port();
  }

  String url() {
    return "http://%s/callbacks".formatted(host());
  }

  List<Told> taken() {
    return List.copyOf(taken);
  }

  List<Told> refused() {
    return List.copyOf(refused);
  }

  /** Statuses that were taken, in order. */
  List<String> statuses() {
    return taken.stream().map(Told::status).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
