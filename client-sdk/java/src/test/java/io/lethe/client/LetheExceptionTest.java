package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LetheExceptionTest {

  private static final int NOT_FOUND = 5;

  @Test
  void of_reasonOfANewerServer_keepsItsName() {
    LetheException failure = LetheException
        .of(Problems.of(NOT_FOUND, "SHELF_NOT_FOUND", "lethe.io", Map.of("shelf", "shelves/1")));

    assertEquals(Status.Code.NOT_FOUND, failure.status());
    assertEquals("SHELF_NOT_FOUND", failure.reason());
    assertEquals(Map.of("shelf", "shelves/1"), failure.metadata());
  }

  @Test
  void of_errorInfoOfAProxy_isNoReasonOfOurs() {
    LetheException failure = LetheException
        .of(Problems.of(NOT_FOUND, "MODEL_NOT_FOUND", "proxy.example", Map.of()));

    assertEquals(Status.Code.NOT_FOUND, failure.status());
    assertEquals("", failure.reason());
  }

  @Test
  void of_transportsOwnDescription_textIsTheCauses() {
    Throwable cause = new IllegalStateException("First received frame was not SETTINGS.");
    for (String description : java.util.List.of("io exception", "http2 exception")) {
      LetheException failure = LetheException
          .of(Status.INTERNAL.withDescription(description).withCause(cause).asRuntimeException());
      assertEquals("First received frame was not SETTINGS.", failure.text());
    }
  }

  @Test
  void of_failedOperation_sameAsAFailedCall() {
    var call = Problems.of(NOT_FOUND, "MODEL_NOT_FOUND", "lethe.io", Map.of("model", "models/m"));

    LetheException failure = LetheException.of(StatusProto.fromThrowable(call));

    assertEquals(LetheException.of(call).getMessage(), failure.getMessage());
    assertEquals("MODEL_NOT_FOUND", failure.reason());
    assertEquals(Map.of("model", "models/m"), failure.metadata());
  }

  /** What the transport says by itself tells a caller neither where nor why. */
  @Test
  void of_brokenTransport_hasWhatItsCauseSays() {
    LetheException failure = LetheException.of(
        Status.UNAVAILABLE.withDescription("io exception")
            .withCause(new ConnectException("Connection refused: /127.0.0.1:7707"))
            .asRuntimeException());

    assertEquals("UNAVAILABLE: Connection refused: /127.0.0.1:7707", failure.getMessage());
  }

  @Test
  void of_plainStatus_hasTheStatusAlone() {
    LetheException failure = LetheException
        .of(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());

    assertEquals("", failure.reason());
    assertEquals("UNAVAILABLE: gone", failure.getMessage());
    assertEquals("gone", failure.text());
  }
}
