package io.lethe.client;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Loses answers after the server has done its work, and remembers every request that came. */
final class Faults implements ServerInterceptor {

  private final AtomicInteger answersToLose = new AtomicInteger();
  private final List<Message> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstRequest = new CountDownLatch(1);
  private volatile Status status = Status.UNAVAILABLE;

  void loseAnswers(int count, Status instead) {
    status = instead;
    answersToLose.set(count);
  }

  void awaitRequest() throws InterruptedException {
    if (!firstRequest.await(2, TimeUnit.MINUTES)) {
      throw new AssertionError("no request came");
    }
  }

  <M extends Message> List<M> requests(Class<M> type) {
    return requests.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    boolean lose = answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    ServerCall<Q, R> answered = lose ? new Losing<>(call, status) : call;
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
        next.startCall(answered, headers)) {
      @Override
      public void onMessage(Q request) {
        requests.add((Message) request);
        super.onMessage(request);
      }

      // Services are called when the caller's side is closed: only then can a call be cancelled in one.
      @Override
      public void onHalfClose() {
        super.onHalfClose();
        firstRequest.countDown();
      }
    };
  }

  /** Keeps back whatever the server answers. */
  private static final class Losing<Q, R>
      extends
        ForwardingServerCall.SimpleForwardingServerCall<Q, R> {

    private final Status instead;

    Losing(ServerCall<Q, R> call, Status instead) {
      super(call);
      this.instead = instead;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(R message) {}

    @Override
    public void close(Status status, Metadata trailers) {
      super.close(instead, new Metadata());
    }
  }
}
