package io.lethe.client.operations;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import java.util.concurrent.TimeUnit;

/**
 * What a server says of the health of one of its names, by gRPC's standard protocol.
 *
 * @param name empty for the server as a whole, {@code models/NAME} for a model, {@link #ERASURES}, or a
 *     service's
 */
public record Health(String name, State state) {

  /** The name of the health of erasures: whether they are carried out in time. */
  public static final String ERASURES = "lethe.erasures";

  /** {@code grpc.health.v1}, whose two messages have one field each: these have the same bytes. */
  private static final MethodDescriptor<StringValue, Int32Value> CHECK = MethodDescriptor
      .<StringValue, Int32Value>newBuilder()
      .setType(MethodDescriptor.MethodType.UNARY)
      .setFullMethodName(MethodDescriptor.generateFullMethodName("grpc.health.v1.Health", "Check"))
      .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
      .setResponseMarshaller(ProtoUtils.marshaller(Int32Value.getDefaultInstance()))
      .build();

  private static final int SERVING = 1;
  private static final int NOT_SERVING = 2;

  /** How a name is. */
  public enum State {
    SERVING,
    NOT_SERVING,
    /** The server has no such name, or does not know. */
    UNKNOWN
  }

  /**
   * Asks a server now. Needs no role.
   *
   * @throws LetheException if it does not answer
   */
  public static Health of(LetheClient server, String name) {
    try {
      Int32Value status = ClientCalls.blockingUnaryCall(
          server.channel(), CHECK,
          CallOptions.DEFAULT.withDeadlineAfter(server.deadline().toNanos(), TimeUnit.NANOSECONDS),
          StringValue.of(name));
      return new Health(name, switch (status.getValue()) {
        case SERVING -> State.SERVING;
        case NOT_SERVING -> State.NOT_SERVING;
        default -> State.UNKNOWN;
      });
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return new Health(name, State.UNKNOWN);
      }
      throw LetheException.of(failure);
    }
  }

  /** Whether it is well. */
  public boolean serving() {
    return state == State.SERVING;
  }
}
