package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.lethe.server.gateway.json.MessageJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayErrorsTest {

  private final List<Throwable> incidents = new ArrayList<>();
  private final GatewayErrors errors = new GatewayErrors(
      new ErrorAnswers(new MessageJson(Set.of())), failure -> {
        incidents.add(failure);
        return Status.INTERNAL.withDescription("incident").asRuntimeException();
      });

  private int answered(Throwable failure) {
    ServiceRequestContext context = ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
    return errors.onServiceException(context, failure).aggregate().join().status().code();
  }

  private static Stream<Arguments> noDefects() {
    return Stream.of(
        Arguments.of(ClosedSessionException.get(), 499),
        Arguments.of(ClosedStreamException.get(), 499),
        Arguments.of(RequestTimeoutException.get(), 504),
        Arguments.of(HttpStatusException.of(405), 405));
  }

  @ParameterizedTest
  @MethodSource("noDefects")
  void failure_ofTheCallersOwn_isNoIncident(Throwable failure, int httpStatus) {
    assertEquals(httpStatus, answered(failure));
    assertTrue(incidents.isEmpty(), incidents.toString());
  }

  @Test
  void failure_thatNobodyPlannedFor_isOne() {
    IllegalStateException defect = new IllegalStateException("broken");
    assertEquals(500, answered(defect));
    assertEquals(List.of(defect), incidents);
  }
}
