package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.errors.ErrorCodes;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ErrorsProto;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusMapperTest {

  private final StatusMapper statuses = new StatusMapper(new Random(7));

  private static ErrorInfo info(com.google.rpc.Status status) {
    try {
      return status.getDetails(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void code_everyKind_isTheStatusThatTheContractPromises(ErrorKind kind) {
    ErrorReason reason = ErrorReason.valueOf(kind.name());
    assertEquals(
        reason.getValueDescriptor().getOptions().getExtension(ErrorsProto.reasonStatus).getNumber(),
        ErrorCodes.of(kind).value());
  }

  @Test
  void status_knownFailure_saysReasonMessageAndMetadata() {
    com.google.rpc.Status status = statuses.status(
        new LetheException(ErrorKind.MODEL_NOT_FOUND, "no model tea", Map.of("model", "tea")));
    assertEquals("no model tea", status.getMessage());
    assertEquals("lethe.io", info(status).getDomain());
    assertEquals("MODEL_NOT_FOUND", info(status).getReason());
    assertEquals(Map.of("model", "tea"), info(status).getMetadataMap());
  }

  @Test
  void status_unplannedFailure_tellsAnIncidentAndNothingElse() {
    com.google.rpc.Status status = statuses
        .status(new IllegalStateException("row of user 4711 is missing"));
    assertEquals(ErrorKind.INTERNAL_ERROR.name(), info(status).getReason());
    assertFalse(status.toString().contains("4711"), status.toString());
    String incident = info(status).getMetadataOrThrow("incident");
    assertTrue(incident.matches("[0-9a-f]{12}"), incident);
    assertTrue(status.getMessage().contains(incident), status.getMessage());
  }
}
