package io.lethe.server.hook;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PrivateKey;
import java.time.Duration;

/**
 * Posts notices as JSON, signed by the key that signs receipts. Follows no redirect and reads nothing of an
 * answer but its status: any of 200 to 299 takes the notice. Thread-safe.
 */
final class PostedNotice implements NoticeReceiver {

  static final String SIGNATURE = "Lethe-Signature";
  private static final int OK_FIRST = 200;
  private static final int OK_LAST = 299;

  private final URI url;
  private final PrivateKey key;
  private final Duration timeout;
  private final HttpClient client;

  PostedNotice(URI url, PrivateKey key, Duration timeout) {
    this.url = url;
    this.key = key;
    this.timeout = timeout;
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeout)
        .build();
  }

  @Override
  public void tell(TrainingNotice notice) {
    byte[] body = notice.body();
    HttpRequest request = HttpRequest.newBuilder(url)
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .header(SIGNATURE, TrainingNotice.signature(key, body))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
    int status = status(request);
    if (status < OK_FIRST || status > OK_LAST) {
      throw new NoticeFailedException("it answered with status " + status, null);
    }
  }

  private int status(HttpRequest request) {
    try {
      HttpResponse<InputStream> answer = client
          .send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException failed) {
      throw new NoticeFailedException("it cannot be reached, or answers too late", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new NoticeFailedException("the server stops", stopped);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
