package io.lethe.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.engine.ErrorKind;
import io.lethe.server.access.Authenticator;
import io.lethe.server.access.MethodRoles;
import io.lethe.server.access.PeerCertificate;
import io.lethe.server.access.Principal;
import io.lethe.server.access.Role;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.grpc.admission.CallShare;
import io.lethe.server.grpc.admission.Sharers;
import io.lethe.server.grpc.audit.AuditRecorder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Lets through who may call, before any other work, and tells the endpoints who it is. Nothing that a
 * caller sends beside token and certificate counts.
 */
final class AccessInterceptor implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ServerAccess access;
  private final AuditRecorder recorder;

  AccessInterceptor(ServerAccess access, AuditRecorder recorder) {
    this.access = access;
    this.recorder = recorder;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (MethodRoles.isOpen(method)) {
      return CallShare.takeAs(address(call))
          ? next.startCall(call, headers)
          : refused(
              call,
              StatusMapper.overloaded(
                  "this address has as many calls of this kind under way as one may; try again"
                      + " later"));
    }
    Optional<CallPrincipal> caller = access.authenticator()
        .map(authenticator -> identified(authenticator, call, headers))
        .orElse(Optional.of(CallPrincipal.OPERATOR));
    if (caller.isEmpty()) {
      access.counts().countUnauthenticated();
      return refused(
          call, ErrorKind.UNAUTHENTICATED, "the call proves no identity that this server accepts",
          Map.of());
    }
    CallPrincipal known = caller.get();
    if (!MethodRoles.allows(method, roles(known))) {
      access.counts().countDenied();
      recorder.refused(
          known.name(), String.valueOf(call.getMethodDescriptor().getBareMethodName()), "",
          ErrorKind.PERMISSION_DENIED);
      return refused(
          call, ErrorKind.PERMISSION_DENIED,
          "%s has no role that may call %s".formatted(known.name(), method),
          Map.of("principal", known.name(), "method", method));
    }
    if (access.authenticator().isPresent() && !CallShare.takeAs(known.name())) {
      return refused(call, shareFull(known.name()));
    }
    return Contexts
        .interceptCall(Context.current().withValue(CallPrincipal.KEY, known), call, headers, next);
  }

  /** What a principal is told who has too many calls under way. */
  static StatusRuntimeException shareFull(String principal) {
    return StatusMapper.overloaded(
        "%s has as many calls of this kind under way as one principal may; try again later"
            .formatted(principal));
  }

  /** Who shows a token that was found good before; no caller is asked where none is to be. */
  static Sharers sharers(ServerAccess access) {
    return access.authenticator()
        .<Sharers>map(authenticator -> headers -> sharer(authenticator, headers))
        .orElse(headers -> Sharers.NOBODY);
  }

  private static String sharer(Authenticator authenticator, Metadata headers) {
    return authenticator.known(values(headers.getAll(AUTHORIZATION)))
        .map(Principal::name)
        .orElse(Sharers.STRANGERS);
  }

  private static List<String> values(@Nullable Iterable<String> sent) {
    List<String> values = new ArrayList<>();
    if (sent != null) {
      sent.forEach(values::add);
    }
    return values;
  }

  /** Whoever needs no identity is known by where the call comes from. */
  private static String address(ServerCall<?, ?> call) {
    return call.getAttributes()
        .get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
            ? String.valueOf(remote.getAddress())
            : "";
  }

  private static Optional<CallPrincipal> identified(
      Authenticator authenticator, ServerCall<?, ?> call, Metadata headers) {
    List<String> values = values(headers.removeAll(AUTHORIZATION));
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return authenticator.principal(values, PeerCertificate.of(session))
        .map(AccessInterceptor::caller);
  }

  private static CallPrincipal caller(Principal principal) {
    return new CallPrincipal(
        principal.name(),
        principal.roles().stream().map(Role::text).collect(Collectors.toUnmodifiableSet()));
  }

  private static Set<Role> roles(CallPrincipal caller) {
    return Arrays.stream(Role.values())
        .filter(role -> caller.holds(role.text()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <Q> ServerCall.Listener<Q> refused(
      ServerCall<Q, ?> call, ErrorKind kind, String message, Map<String, String> metadata) {
    return refused(
        call, StatusProto.toStatusRuntimeException(StatusMapper.status(kind, message, metadata)));
  }

  private static <Q> ServerCall.Listener<Q> refused(
      ServerCall<Q, ?> call, StatusRuntimeException refusal) {
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }
}
