package io.lethe.client;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the authorization that each call brought; "none" where it brought none. */
final class Authorizations implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String value = headers.get(AUTHORIZATION);
    seen.add(value == null ? "none" : value);
    return next.startCall(call, headers);
  }

  List<String> seen() {
    return List.copyOf(seen);
  }
}
