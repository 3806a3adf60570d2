package io.lethe.server.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A call that is answered by whoever comes first: its endpoint, or somebody who no longer waits for the
 * endpoint, whose thread may be held by a plugin for ever. What the other one says afterwards is not
 * sent.
 */
final class GivenUpCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

  private enum Answers {
    NOBODY,
    ENDPOINT,
    WATCH
  }

  private final AtomicReference<Answers> by = new AtomicReference<>(Answers.NOBODY);

  GivenUpCall(ServerCall<Q, A> call) {
    super(call);
  }

  private boolean byEndpoint() {
    return by.compareAndSet(Answers.NOBODY, Answers.ENDPOINT) || by.get() == Answers.ENDPOINT;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (byEndpoint()) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(A message) {
    if (byEndpoint()) {
      super.sendMessage(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (byEndpoint()) {
      super.close(status, trailers);
    }
  }

  /** Ends the call, on any thread, unless its endpoint answers already. */
  void giveUp(Status status, Metadata trailers) {
    if (by.compareAndSet(Answers.NOBODY, Answers.WATCH)) {
      super.close(status, trailers);
    }
  }
}
