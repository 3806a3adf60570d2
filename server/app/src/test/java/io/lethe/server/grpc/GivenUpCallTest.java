package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenUpCallTest {

  private final List<String> sent = new ArrayList<>();
  private final GivenUpCall<RecommendRequest, RecommendResponse> call = new GivenUpCall<>(
      new Recording());

  /** What would go out. */
  private final class Recording extends ServerCall<RecommendRequest, RecommendResponse> {

    @Override
    public void request(int messages) {
      sent.add("request");
    }

    @Override
    public void sendHeaders(Metadata headers) {
      sent.add("headers");
    }

    @Override
    public void sendMessage(RecommendResponse message) {
      sent.add("message");
    }

    @Override
    public void close(Status status, Metadata trailers) {
      sent.add(status.getCode().name());
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<RecommendRequest, RecommendResponse> getMethodDescriptor() {
      return RecommendationServiceGrpc.getRecommendMethod();
    }
  }

  private void answer() {
    call.sendHeaders(new Metadata());
    call.sendMessage(RecommendResponse.getDefaultInstance());
    call.close(Status.OK, new Metadata());
  }

  @Test
  void giveUp_beforeTheAnswer_isAllThatIsSent() {
    call.giveUp(Status.INTERNAL, new Metadata());
    answer();
    call.giveUp(Status.ABORTED, new Metadata());
    assertEquals(List.of("INTERNAL"), sent);
  }

  @Test
  void giveUp_afterTheAnswerBegan_isNotSent() {
    call.sendHeaders(new Metadata());
    call.giveUp(Status.INTERNAL, new Metadata());
    call.sendMessage(RecommendResponse.getDefaultInstance());
    call.close(Status.OK, new Metadata());
    assertEquals(List.of("headers", "message", "OK"), sent);
  }

  @Test
  void close_byTheEndpointAlone_isSent() {
    call.close(Status.NOT_FOUND, new Metadata());
    call.giveUp(Status.INTERNAL, new Metadata());
    assertEquals(List.of("NOT_FOUND"), sent);
  }
}
