package io.lethe.server.hook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lethe.engine.elsewhere.TrainingDue;
import io.lethe.engine.elsewhere.TrainingDue.Reason;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.server.config.ElsewhereConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingHookTest {

  private static final Instant NOW = Instant.parse("2026-11-30T06:00:00.5Z");
  private static final TrainingDue DUE = new TrainingDue(
      new ModelName("movies"), Reason.ERASURE_FAILED, 12);

  @TempDir private Path folder;
  private final InstallationKeys keys = InstallationKeys.generate(new SecureRandom());
  private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final ExecutorService telling = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private HttpServer receiver;

  private record Post(byte[] body, String signature) {}

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/due", this::answer);
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
    timer.shutdownNow();
    telling.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    posts.add(new Post(body, exchange.getRequestHeaders().getFirst(PostedNotice.SIGNATURE)));
    try {
      exchange.sendResponseHeaders(answers.take(), -1);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private TrainingHook hook() {
    URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/due");
    ElsewhereConfig config = new ElsewhereConfig(
        Optional.of(url), Optional.empty(), Duration.ofMinutes(1));
    return new TrainingHook(
        config,
        new TrainingHook.World(
            keys.signing().getPrivate(), () -> NOW, UUID::randomUUID, telling, timer),
        new RetryingLoop.Delays(Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  private TrainingNotice notice() {
    return new TrainingNotice(UUID.fromString("7d0c1d4e-2a0f-4b7e-9a52-0a4c1f0f5a3c"), NOW, DUE);
  }

  @Test
  void post_isSigned_andComesAgainUntilItIsTaken() throws Exception {
    try (TrainingHook hook = hook()) {
      hook.due(DUE);
      Post first = posts.take();
      answers.add(503);
      Post second = posts.take();
      assertArrayEquals(first.body(), second.body());
      assertTrue(isSigned(first) && isSigned(second));
      answers.add(204);
      hook.due(new TrainingDue(DUE.model(), Reason.NEW_ROWS, 12));
      String next = new String(posts.take().body(), StandardCharsets.UTF_8);
      answers.add(200);
      assertTrue(next.contains("\"reason\":\"NEW_ROWS\""), next);
    }
    assertEquals(0, posts.size());
  }

  @Test
  void ofOneModelAndReason_theLatestIsTold() throws Exception {
    try (TrainingHook hook = hook()) {
      hook.due(DUE);
      Post _ = posts.take();
      hook.due(new TrainingDue(DUE.model(), DUE.reason(), 13));
      hook.due(new TrainingDue(DUE.model(), DUE.reason(), 14));
      answers.add(200);
      String last = new String(posts.take().body(), StandardCharsets.UTF_8);
      answers.add(200);
      assertTrue(last.contains("\"erasures_left_out\":14"), last);
    }
    assertEquals(0, posts.size());
  }

  private boolean isSigned(Post post) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(keys.signing().getPublic());
    signature.update("lethe-training-due/v1\n".getBytes(StandardCharsets.US_ASCII));
    signature.update(post.body());
    return signature.verify(Base64.getDecoder().decode(post.signature()));
  }

  @Test
  void notice_saysWhatIsDue() {
    assertEquals(
        "{\"event\":\"training_due\",\"id\":\"7d0c1d4e-2a0f-4b7e-9a52-0a4c1f0f5a3c\","
            + "\"time\":\"2026-11-30T06:00:00Z\",\"model\":\"models/movies\","
            + "\"reason\":\"ERASURE_FAILED\",\"erasures_left_out\":12}",
        new String(notice().body(), StandardCharsets.UTF_8));
  }

  private String program(String script) throws IOException {
    Path program = folder.resolve("due.sh");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
    return program.toString();
  }

  @Test
  void program_readsTheNotice() throws IOException {
    Path said = folder.resolve("said");
    String script = "{ cat; echo; echo \"$LETHE_MODEL $LETHE_REASON $LETHE_ERASURES_LEFT_OUT\"; } > "
        + said;
    new NoticedProgram(program(script), Duration.ofMinutes(1)).tell(notice());
    assertEquals(
        new String(notice().body(), StandardCharsets.UTF_8) + "\nmovies ERASURE_FAILED 12\n",
        Files.readString(said));
  }

  @Test
  void program_thatFailsOrHangs_hasNotTakenIt() throws IOException {
    NoticedProgram failing = new NoticedProgram(program("exit 3"), Duration.ofMinutes(1));
    assertFailed("it ended with exit code 3", failing);
    assertFailed(
        "it did not end within PT0.05S",
        new NoticedProgram(program("sleep 3600"), Duration.ofMillis(50)));
    assertFailed(
        "it cannot be run",
        new NoticedProgram(folder.resolve("none").toString(), Duration.ofMinutes(1)));
  }

  private void assertFailed(String why, NoticedProgram program) {
    NoticeFailedException failed = assertThrows(
        NoticeFailedException.class, () -> program.tell(notice()));
    assertEquals(why, failed.getMessage());
  }
}
