package io.lethe.client;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Sends a token with every attempt of every call; it is asked for each time. */
final class BearerToken extends CallCredentials {

  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Supplier<String> tokens;

  BearerToken(Supplier<String> tokens) {
    this.tokens = tokens;
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    executor.execute(() -> {
      Metadata headers = new Metadata();
      try {
        headers.put(AUTHORIZATION, "Bearer " + tokens.get());
      } catch (RuntimeException failed) {
        applier.fail(
            Status.UNAUTHENTICATED.withDescription("the token supplier failed").withCause(failed));
        return;
      }
      applier.apply(headers);
    });
  }
}
