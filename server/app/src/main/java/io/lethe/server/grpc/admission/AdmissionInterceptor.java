package io.lethe.server.grpc.admission;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Function;

/**
 * Ends calls that were not taken, and those whose deadline passed while they waited, before their
 * message is read. The outermost interceptor.
 */
public final class AdmissionInterceptor implements ServerInterceptor {

  private static final Status LATE = Status.DEADLINE_EXCEEDED
      .withDescription("the call's deadline passed before its work began");

  private final StatusRuntimeException full;
  private final Function<String, StatusRuntimeException> shareFull;

  /**
   * With the words of refusals.
   *
   * @param full what callers are told where there are too many calls; made once, for all
   * @param shareFull what a principal is told who has too many, by the principal's name
   */
  public AdmissionInterceptor(
      StatusRuntimeException full, Function<String, StatusRuntimeException> shareFull) {
    this.full = full;
    this.shareFull = shareFull;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Admission admission = Admission.OF_CALL.get();
    if (admission != null && !admission.taken()) {
      StatusRuntimeException refusal = admission.shareFull()
          .filter(name -> !name.equals(Sharers.STRANGERS))
          .map(shareFull)
          .orElse(full);
      Metadata trailers = new Metadata();
      if (refusal.getTrailers() != null) {
        trailers.merge(refusal.getTrailers());
      }
      call.close(refusal.getStatus(), trailers);
      return new ServerCall.Listener<>() {};
    }
    if (Context.current().isCancelled()) {
      call.close(LATE, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }
}
