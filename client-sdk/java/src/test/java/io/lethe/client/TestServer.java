package io.lethe.client;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** A gRPC server on a free port of loopback, with data in memory and faults on demand. */
final class TestServer implements AutoCloseable {

  final Signer signer = new Signer();
  final Faults faults = new Faults();
  final Authorizations authorizations = new Authorizations();
  final Memory memory = new Memory();
  final UnlearningInMemory unlearning = new UnlearningInMemory(memory, signer);
  final InteractionsInMemory interactions = new InteractionsInMemory();
  final CatalogInMemory catalogs = new CatalogInMemory();
  final ModelsInMemory models = new ModelsInMemory();
  final AuditInMemory audit = new AuditInMemory();
  final RecommendationsInMemory recommendations = new RecommendationsInMemory(memory);
  /** A deadline that passes after the call has reached the server, on a busy machine too. */
  static final Duration CALL_ARRIVES_WITHIN = Duration.ofSeconds(5);

  private final Server server;

  TestServer() {
    this(InsecureServerCredentials.create());
  }

  TestServer(ServerCredentials credentials) {
    try {
      server = Grpc.newServerBuilderForPort(0, credentials)
          .intercept(authorizations)
          .addService(ServerInterceptors.intercept(recommendations, faults))
          .addService(ServerInterceptors.intercept(interactions, faults))
          .addService(ServerInterceptors.intercept(catalogs, faults))
          .addService(ServerInterceptors.intercept(unlearning, faults))
          .addService(ServerInterceptors.intercept(models, faults))
          .addService(ServerInterceptors.intercept(models.operations(), faults))
          .addService(ServerInterceptors.intercept(audit, faults))
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String target() {
    return "localhost:" + server.getPort();
  }

  int port() {
    return server.getPort();
  }

  LetheClientBuilder client() {
    return LetheClient.builder(target());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
