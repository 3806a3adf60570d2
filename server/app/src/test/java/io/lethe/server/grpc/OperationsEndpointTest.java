package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperationsEndpointTest {

  private static final long TEN_MINUTES_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static long waitNanos(long seconds, int nanos) {
    return OperationsEndpoint.waitNanos(
        WaitOperationRequest.newBuilder()
            .setTimeout(Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
            .build());
  }

  @Test
  void waitNanos_longestLegalTimeout_isTenMinutes() {
    assertEquals(TEN_MINUTES_NANOS, waitNanos(315_576_000_000L, 999_999_999));
  }

  @Test
  void waitNanos_extremeSeconds_isWithinBounds() {
    assertEquals(TEN_MINUTES_NANOS, waitNanos(Long.MAX_VALUE, Integer.MAX_VALUE));
    assertEquals(0, waitNanos(Long.MIN_VALUE, Integer.MIN_VALUE));
  }

  @Test
  void waitNanos_negativeTimeout_isZero() {
    assertEquals(0, waitNanos(-1, -500_000_000));
  }

  @Test
  void waitNanos_shortTimeout_isKept() {
    assertEquals(1_500_000_000L, waitNanos(1, 500_000_000));
  }

  @Test
  void waitNanos_noTimeout_isTenMinutes() {
    assertEquals(
        TEN_MINUTES_NANOS, OperationsEndpoint.waitNanos(WaitOperationRequest.getDefaultInstance()));
  }
}
