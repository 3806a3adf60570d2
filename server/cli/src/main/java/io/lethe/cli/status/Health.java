package io.lethe.cli.status;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a server says of the health of one of its names, by the standard protocol.
 *
 * @param name empty for the server as a whole, {@code models/NAME} for a model, else a service's
 * @param serving whether it is well
 * @param state in words
 */
record Health(String name, boolean serving, String state) {

  /** Whether erasures are carried out in time. */
  static final String ERASURES = "lethe.erasures";

  /**
   * Asks now.
   *
   * @throws LetheException if the server does not answer
   */
  static Health of(LetheClient server, String name) {
    try {
      String status = ClientCalls
          .blockingUnaryCall(
              server.channel(), HealthGrpc.getCheckMethod(),
              CallOptions.DEFAULT
                  .withDeadlineAfter(server.deadline().toNanos(), TimeUnit.NANOSECONDS),
              HealthCheckRequest.newBuilder().setService(name).build())
          .getStatus()
          .name();
      return new Health(
          name, status.equals("SERVING"), status.toLowerCase(Locale.ROOT).replace('_', ' '));
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return new Health(name, false, "unknown");
      }
      throw LetheException.of(failure);
    }
  }

  /** What people call it. */
  String title() {
    return name.isEmpty() ? "server" : name;
  }
}
