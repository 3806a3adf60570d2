package io.lethe.server.grpc.admission;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Ends calls that were not taken, and those whose deadline passed while they waited, before their
 * message is read. The outermost interceptor.
 */
public final class AdmissionInterceptor implements ServerInterceptor {

  private static final Status LATE = Status.DEADLINE_EXCEEDED
      .withDescription("the call's deadline passed before its work began");

  private final Status refusal;
  private final Metadata details;

  /**
   * Refuses with always the same words, which are made once: refusing must be cheap.
   *
   * @param refusal what callers are told
   */
  public AdmissionInterceptor(StatusRuntimeException refusal) {
    this.refusal = refusal.getStatus();
    this.details = new Metadata();
    Metadata trailers = refusal.getTrailers();
    if (trailers != null) {
      details.merge(trailers);
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Admission admission = Admission.OF_CALL.get();
    if (admission != null && !admission.taken()) {
      Metadata trailers = new Metadata();
      trailers.merge(details);
      call.close(refusal, trailers);
      return new ServerCall.Listener<>() {};
    }
    if (Context.current().isCancelled()) {
      call.close(LATE, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }
}
