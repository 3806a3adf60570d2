package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.UnlearnRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static final int ATTEMPTS_MAX = 4;

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void unlearn_answersLostTwice_sentWithTheSameIdAndDoneOnce() {
    ErasureRequest request = ErasureRequest.ofUser("movies", "ann");
    server.faults.loseAnswers(2, Status.UNAVAILABLE);

    ErasureHandle handle = client.unlearn(request);

    String id = request.requestId().toString();
    assertEquals("erasures/" + id, handle.name());
    assertEquals(
        List.of(id, id, id),
        server.faults.requests(UnlearnRequest.class)
            .stream()
            .map(UnlearnRequest::getRequestId)
            .toList());
    assertEquals(1, server.unlearning.erasureCount());
  }

  @Test
  void recommend_unavailableForGood_givesUpAfterTheAttempts() {
    server.faults.loseAnswers(Integer.MAX_VALUE, Status.UNAVAILABLE);

    LetheException failure = assertThrows(
        LetheException.class, () -> client.recommend("movies", "ann", 1));

    assertEquals(Status.Code.UNAVAILABLE, failure.status());
    assertEquals(ATTEMPTS_MAX, server.faults.requests(RecommendRequest.class).size());
  }

  @Test
  void recommend_configOfTheNameService_overrulesNothing() {
    Overruling resolver = new Overruling();
    NameResolverRegistry.getDefaultRegistry().register(resolver);
    server.faults.loseAnswers(2, Status.UNAVAILABLE);

    try (LetheClient resolved = LetheClient.builder(Overruling.SCHEME + ":///" + server.port())
        .plaintext()
        .build()) {
      assertEquals(1, resolved.recommend("movies", "ann", 1).items().size());
    } finally {
      NameResolverRegistry.getDefaultRegistry().deregister(resolver);
    }
  }

  @Test
  void recommend_overloaded_notRetried() {
    server.faults.loseAnswers(1, Status.RESOURCE_EXHAUSTED);

    LetheException failure = assertThrows(
        LetheException.class, () -> client.recommend("movies", "ann", 1));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.status());
    assertEquals(1, server.faults.requests(RecommendRequest.class).size());
  }

  @Test
  void async_answersLostTwice_retriedToo() {
    server.faults.loseAnswers(2, Status.UNAVAILABLE);

    ErasureHandle handle = client.async().unlearn(ErasureRequest.ofUser("movies", "ann")).join();

    assertEquals(handle.name(), client.erasure(handle.name()).now().name());
    assertEquals(1, server.unlearning.erasureCount());
  }
}
