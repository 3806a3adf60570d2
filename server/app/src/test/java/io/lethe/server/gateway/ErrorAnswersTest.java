package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.server.errors.ErrorCodes;
import io.lethe.server.gateway.json.MessageJson;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ErrorsProto;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorAnswersTest {

  /** From the comments of google/rpc/code.proto. */
  private static final Map<Code, Integer> HTTP = Map.ofEntries(
      Map.entry(Code.OK, 200), Map.entry(Code.CANCELLED, 499), Map.entry(Code.UNKNOWN, 500),
      Map.entry(Code.INVALID_ARGUMENT, 400), Map.entry(Code.DEADLINE_EXCEEDED, 504),
      Map.entry(Code.NOT_FOUND, 404), Map.entry(Code.ALREADY_EXISTS, 409),
      Map.entry(Code.PERMISSION_DENIED, 403), Map.entry(Code.UNAUTHENTICATED, 401),
      Map.entry(Code.RESOURCE_EXHAUSTED, 429), Map.entry(Code.FAILED_PRECONDITION, 400),
      Map.entry(Code.ABORTED, 409), Map.entry(Code.OUT_OF_RANGE, 400),
      Map.entry(Code.UNIMPLEMENTED, 501), Map.entry(Code.INTERNAL, 500),
      Map.entry(Code.UNAVAILABLE, 503), Map.entry(Code.DATA_LOSS, 500));

  private final ErrorAnswers errors = new ErrorAnswers(new MessageJson(Set.of()));

  private AggregatedHttpResponse answer(Code code, com.google.protobuf.Message... details) {
    com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage("why");
    for (com.google.protobuf.Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    StatusRuntimeException thrown = StatusProto.toStatusRuntimeException(status.build());
    return errors.of(thrown.getStatus(), Objects.requireNonNull(thrown.getTrailers()));
  }

  @ParameterizedTest
  @EnumSource(value = Code.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void httpStatus_everyCode_isWhatItsCommentSays(Code code) {
    assertEquals(HTTP.get(code), ErrorCodes.http(Status.fromCodeValue(code.getNumber()).getCode()));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorReason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"})
  void of_everyReason_hasTheHttpStatusOfItsCodeAndSaysAll(ErrorReason reason) {
    Code code = reason.getValueDescriptor().getOptions().getExtension(ErrorsProto.reasonStatus);
    ErrorInfo info = ErrorInfo.newBuilder()
        .setDomain("lethe.io")
        .setReason(reason.name())
        .putMetadata("model", "tea")
        .build();
    AggregatedHttpResponse answer = answer(code, info);
    JsonObject expected = JsonParser
        .parseString(
            """
                {"error": {"code": %d, "message": "why", "status": "%s", "details": [
                  {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "%s",
                   "domain": "lethe.io", "metadata": {"model": "tea"}}]}}"""
                .formatted(HTTP.get(code), code, reason))
        .getAsJsonObject();
    assertEquals(HTTP.get(code), answer.status().code());
    assertEquals(expected, JsonParser.parseString(answer.contentUtf8()));
  }

  @ParameterizedTest
  @CsvSource({"0, 200000000, 1", "1, 0, 1", "1, 1, 2", "0, 0, 0"})
  void of_errorThatPasses_saysAfterHowManyWholeSeconds(long seconds, int nanos, String header) {
    RetryInfo retry = RetryInfo.newBuilder()
        .setRetryDelay(Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
    assertEquals(header, answer(Code.RESOURCE_EXHAUSTED, retry).headers().get("retry-after"));
  }

  @Test
  void of_callerUnknown_asksForAToken() {
    assertAll(
        () -> assertEquals(
            "Bearer realm=\"lethe\"",
            answer(Code.UNAUTHENTICATED).headers().get("www-authenticate")),
        () -> assertFalse(answer(Code.PERMISSION_DENIED).headers().contains("www-authenticate")));
  }

  @Test
  void of_statusWithoutDetails_hasNone() {
    String text = errors.text(Status.DEADLINE_EXCEEDED.withDescription("late"), new Metadata());
    assertEquals(
        "{\"error\":{\"code\":504,\"message\":\"late\",\"status\":\"DEADLINE_EXCEEDED\",\"details\":[]}}",
        text);
  }

  @ParameterizedTest
  @EnumSource(HttpFault.class)
  void of_fault_hasAReasonOfItsOwnDomain(HttpFault fault) {
    AggregatedHttpResponse answer = errors.of(fault);
    assertEquals(fault.httpStatus(), answer.status().code());
    assertTrue(answer.contentUtf8().contains("\"domain\":\"http.lethe.io\""));
    assertTrue(answer.contentUtf8().contains("\"reason\":\"" + fault.name() + "\""));
  }
}
