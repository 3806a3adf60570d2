package io.lethe.server.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that is answered by whoever comes first: its endpoint, or somebody who no longer waits for the
 * endpoint, whose thread may be held by a plugin for ever, or for a stream's caller, who may have gone.
 * What the other one says afterwards is not sent.
 */
final class GivenUpCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

  private enum Answers {
    NOBODY,
    ENDPOINT,
    WATCH,
    ENDED
  }

  private final boolean manyMessages;
  private Answers by = Answers.NOBODY;

  GivenUpCall(ServerCall<Q, A> call) {
    super(call);
    this.manyMessages = !call.getMethodDescriptor().getType().clientSendsOneMessage();
  }

  private boolean byEndpoint() {
    if (by == Answers.NOBODY) {
      by = Answers.ENDPOINT;
    }
    return by == Answers.ENDPOINT;
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (byEndpoint()) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (byEndpoint()) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (byEndpoint()) {
      by = Answers.ENDED;
      super.close(status, trailers);
    }
  }

  /**
   * Ends the call, on any thread, unless its endpoint answers already; one of many messages is answered
   * again and again, and ends until its endpoint has ended it.
   */
  synchronized void giveUp(Status status, Metadata trailers) {
    if (by == Answers.NOBODY || (manyMessages && by == Answers.ENDPOINT)) {
      by = Answers.WATCH;
      super.close(status, trailers);
    }
  }
}
