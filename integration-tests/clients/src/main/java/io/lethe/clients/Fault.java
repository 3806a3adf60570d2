package io.lethe.clients;

import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;

/** A kind of trouble between client and server. Thread-safe. */
interface Fault {

  /** Nothing at all: what the fault does not concern is passed on. */
  Fault NONE = new Fault() {};

  /**
   * Looks at a request before the server sees it.
   *
   * @param method such as {@code lethe.v1.ModelService/GetModel}
   * @param attempt which one this is of exactly these bytes, from 1
   * @throws StatusRuntimeException as the answer instead of the server's
   */
  default void request(String method, Message request, int attempt) {}

  /** How long the request is kept back. */
  default Duration delay() {
    return Duration.ZERO;
  }

  /**
   * What the client gets.
   *
   * @param first whether it is the call's first answer
   */
  default List<Message> response(String method, Message response, boolean first) {
    return List.of(response);
  }
}
