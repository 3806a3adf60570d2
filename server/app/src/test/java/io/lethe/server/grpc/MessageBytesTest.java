package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.ScoredItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class MessageBytesTest {

  /** gRPC's copy of an answer that hides that it can write itself takes 8 KiB. */
  private static final long BYTES_MAX = 2_048;
  private static final int CALLS = 2_000;

  private static final RecommendResponse ANSWER = answer();

  private final ServerMethodDefinition<InputStream, InputStream> method = bytes(
      ServerInterceptors
          .useMarshalledMessages(new Answering().bindService(), new GrpcServices.MessageBytes())
          .getMethod(RecommendationServiceGrpc.getRecommendMethod().getFullMethodName()));

  /** As a transport gets it. */
  @SuppressWarnings("unchecked")
  private static ServerMethodDefinition<InputStream, InputStream> bytes(
      ServerMethodDefinition<?, ?> method) {
    return (ServerMethodDefinition<InputStream, InputStream>) method;
  }

  private static final class Answering
      extends
        RecommendationServiceGrpc.RecommendationServiceImplBase {

    @Override
    public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> observer) {
      observer.onNext(ANSWER.toBuilder().setModelVersion(request.getModel()).build());
      observer.onCompleted();
    }
  }

  private static RecommendResponse answer() {
    RecommendResponse.Builder answer = RecommendResponse.newBuilder();
    for (int k = 0; k < 10; k++) {
      answer.addItems(ScoredItem.newBuilder().setItem("item" + k).setScore(1f / (k + 1)));
    }
    return answer.build();
  }

  /** What writes an answer to a wire, as gRPC's framer does. */
  private final class Wire extends ServerCall<InputStream, InputStream> {

    private final OutputStream out;

    Wire(OutputStream out) {
      this.out = out;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(InputStream message) {
      try {
        if (message instanceof Drainable itself) {
          itself.drainTo(out);
        } else {
          message.transferTo(out);
        }
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<InputStream, InputStream> getMethodDescriptor() {
      return method.getMethodDescriptor();
    }
  }

  /** A request as a transport hands it over, which knows how long it is. */
  private static final class Arrived extends ByteArrayInputStream implements KnownLength {

    Arrived(byte[] message) {
      super(message);
    }
  }

  private void call(byte[] request, OutputStream out) {
    ServerCall.Listener<InputStream> listener = method.getServerCallHandler()
        .startCall(new Wire(out), new Metadata());
    listener.onMessage(new Arrived(request));
    listener.onHalfClose();
  }

  @Test
  void messagesComeAndGoAsTheyAre() throws IOException {
    byte[] request = RecommendRequest.newBuilder().setModel("models/m").build().toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    call(request, out);

    assertEquals(
        ANSWER.toBuilder().setModelVersion("models/m").build(),
        RecommendResponse.parseFrom(out.toByteArray()));
  }

  @Test
  void anAnswerIsNotCopiedThroughABufferOfItsOwn() {
    byte[] request = RecommendRequest.newBuilder().setModel("models/m").build().toByteArray();
    OutputStream out = OutputStream.nullOutputStream();
    for (int k = 0; k < CALLS; k++) {
      call(request, out);
    }
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int k = 0; k < CALLS; k++) {
      call(request, out);
    }

    long perCall = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    assertTrue(perCall <= BYTES_MAX, perCall + " bytes a call");
  }
}
