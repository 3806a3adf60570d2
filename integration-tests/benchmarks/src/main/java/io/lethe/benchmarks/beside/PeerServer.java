package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.process.Stopping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code implicit}'s ALS behind FastAPI, in one process of uvicorn. Confined to one thread. */
final class PeerServer implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int FINE = 200;
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .build();

  private PeerServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Trains on a file and waits until it answers. */
  static PeerServer start(Path python, Path script, Path csv, int factors)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Process process = new ProcessBuilder(
        python.toString(), script.toString(), csv.toString(), Integer.toString(factors),
        Integer.toString(port)).redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    PeerServer server = new PeerServer(process, port);
    server.awaitAnswer();
    return server;
  }

  private void awaitAnswer() throws InterruptedException {
    HttpRequest request = HttpRequest
        .newBuilder(URI.create("http://127.0.0.1:%d/ready".formatted(port)))
        .timeout(DEADLINE)
        .build();
    long begin = System.nanoTime();
    while (true) {
      try {
        var _ = client.send(request, BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() - begin > START_MAX.toNanos()) {
          throw new IllegalStateException("the peers' server does not answer", notYet);
        }
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
    }
  }

  /** Has it forget a user; milliseconds until a model without the user serves. */
  double forget(String user) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest
        .newBuilder(URI.create("http://127.0.0.1:%d/forget/%s".formatted(port, user)))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
    long begin = System.nanoTime();
    int status = client.send(request, BodyHandlers.discarding()).statusCode();
    if (status != FINE) {
      throw new IOException("the peers' server answered %d".formatted(status));
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    Stopping.await(process, STOP_MAX);
  }
}
