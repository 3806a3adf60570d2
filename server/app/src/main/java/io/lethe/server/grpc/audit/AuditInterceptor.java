package io.lethe.server.grpc.audit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.access.MethodRoles;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Records the calls of audited methods, see {@link MethodRoles#isAudited}: what was done before its
 * caller is told, what was refused likewise.
 */
public final class AuditInterceptor implements ServerInterceptor {

  /** What else a caller sends may be anything, an id of a person too: it is not kept. */
  private static final Pattern NAME = Pattern.compile(
      "models/[a-z][a-z0-9-]{0,62}(/versions/[1-9][0-9]{0,17}|/aliases/[a-z0-9-]{1,63})?|erasures/[0-9a-fA-F-]{36}"
          + "|operations/([a-z]{1,16}-)?[0-9a-fA-F-]{36}");

  /** Fields that name what a call is about, the first that there is. */
  private static final List<String> RESOURCES = List.of("name", "model");

  private final AuditRecorder recorder;
  private final Supplier<String> principal;

  /**
   * An interceptor.
   *
   * @param principal the name of the principal on whose behalf the current call is made
   */
  public AuditInterceptor(AuditRecorder recorder, Supplier<String> principal) {
    this.recorder = recorder;
    this.principal = principal;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!MethodRoles.isAudited(call.getMethodDescriptor().getFullMethodName())) {
      return next.startCall(call, headers);
    }
    Audited<Q, A> audited = new Audited<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(audited, headers)) {
      @Override
      public void onMessage(Q message) {
        audited.asked((Message) message);
        recording(() -> super.onMessage(message));
      }

      @Override
      public void onHalfClose() {
        recording(super::onHalfClose);
      }

      private void recording(Runnable step) {
        try {
          step.run();
        } catch (LetheException refused) {
          audited.record(refused.kind());
          throw refused;
        } catch (RuntimeException failed) {
          audited.record(ErrorKind.INTERNAL_ERROR);
          throw failed;
        }
      }
    };
  }

  /** One call; its methods are called one after the other. */
  private final class Audited<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final String action;
    private final boolean hourly;
    private String resource = "";

    Audited(ServerCall<Q, A> call) {
      super(call);
      this.action = String.valueOf(call.getMethodDescriptor().getBareMethodName());
      this.hourly = MethodRoles.isAuditedHourly(call.getMethodDescriptor().getFullMethodName());
    }

    void asked(Message request) {
      for (String name : RESOURCES) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
        if (field != null && resource.isEmpty()) {
          String named = (String) request.getField(field);
          resource = NAME.matcher(named).matches() ? named : "";
        }
      }
    }

    /** A stream may never be closed well, and has done by then what it was answered for. */
    @Override
    public void sendMessage(A answer) {
      if (hourly) {
        recorder.doneWithinTheHour(principal.get(), action, resource);
      }
      super.sendMessage(answer);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk() && !hourly) {
        recorder.done(principal.get(), action, resource);
      }
      super.close(status, trailers);
    }

    void record(ErrorKind refusal) {
      recorder.refused(principal.get(), action, resource, refusal);
    }
  }
}
