package io.lethe.server.opendsr;

import io.lethe.engine.LetheException;
import io.lethe.engine.dsr.CallbackFailedException;
import io.lethe.engine.dsr.CallbackSender;
import io.lethe.engine.dsr.RequestStatus;
import io.lethe.engine.dsr.StatusCallback;
import io.lethe.engine.dsr.SubjectRequestState;
import io.lethe.server.access.ResponseSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Posts signed statuses. Follows no redirect, reads no answer beyond its status line and headers,
 * and asks again before each call whether the address may be called, as the setting may have
 * changed. Each host and port is called by a few at a time, so that one that never answers holds up
 * its own callbacks alone; all together are bounded by the setting's hosts. Thread-safe.
 */
final class HttpCallbackSender implements CallbackSender, AutoCloseable {

  private static final int OK_FIRST = 200;
  private static final int OK_LAST = 299;
  /** Calls to one host and port that are under way at once, at most. */
  private static final int CALLS_AT_ONCE = 2;

  private final ResponseSigner signer;
  private final OpenDsrConfig.Callbacks config;
  private final CallbackHosts hosts;
  private final DsrAnswers answers;
  /**
   * The client's own short tasks: were they on the threads that wait for it, they might wait for
   * ever.
   */
  private final ExecutorService tasks = Executors
      .newThreadPerTaskExecutor(Thread.ofVirtual().name("lethe-callback-http-", 0).factory());
  private final HttpClient client;
  /** By host and port; as many as the setting lists. */
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

  /**
   * Connects at the first callback.
   *
   * @param hasResults whether results of a request can be asked for
   */
  public HttpCallbackSender(
      ResponseSigner signer, OpenDsrConfig config, Predicate<UUID> hasResults) {
    this.signer = signer;
    this.config = config.callbacks();
    this.hosts = new CallbackHosts(config.callbacks().hosts());
    this.answers = new DsrAnswers(signer.domain(), config.baseUrl(), hasResults);
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(config.callbacks().timeout())
        .executor(tasks)
        .build();
  }

  @Override
  public void send(StatusCallback callback, SubjectRequestState state, RequestStatus status) {
    byte[] body = answers.callback(state, status, callback.url());
    URI address = address(callback);
    HttpRequest.Builder request = HttpRequest.newBuilder(address)
        .timeout(config.timeout())
        .header(DsrAnswer.CONTENT_TYPE, DsrAnswer.JSON)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    DsrSignature.headers(signer, body).forEach(request::header);
    int answer = inTurn(CallbackHosts.endpoint(address), request.build());
    if (answer < OK_FIRST || answer > OK_LAST) {
      throw new CallbackFailedException("it answered with status " + answer, null);
    }
  }

  private URI address(StatusCallback callback) {
    try {
      return hosts.checked(callback.url(), callback.place());
    } catch (LetheException refused) {
      throw new CallbackFailedException("it may not be called any more", refused);
    }
  }

  private int inTurn(String endpoint, HttpRequest request) {
    Semaphore turn = turns.computeIfAbsent(endpoint, first -> new Semaphore(CALLS_AT_ONCE, true));
    try {
      turn.acquire();
    } catch (InterruptedException stopped) {
      throw stopped(stopped);
    }
    try {
      return answer(request);
    } finally {
      turn.release();
    }
  }

  private int answer(HttpRequest request) {
    try {
      return client.send(request, headers -> new UnreadBody()).statusCode();
    } catch (IOException failed) {
      throw new CallbackFailedException("it cannot be reached, or answers too late", failed);
    } catch (InterruptedException stopped) {
      throw stopped(stopped);
    }
  }

  private static CallbackFailedException stopped(InterruptedException why) {
    Thread.currentThread().interrupt();
    return new CallbackFailedException("the server stops", why);
  }

  @Override
  public void close() {
    client.shutdownNow();
    tasks.shutdownNow();
  }
}
