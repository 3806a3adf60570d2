package io.lethe.clients;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.lethe.v1.Erasure;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ErrorsProto;
import io.lethe.v1.GetModelRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Troubles that are about whole calls. */
final class Faults {

  private static final String RAISE = "models/raise-";

  private Faults() {}

  /** Each request has to come three times. */
  static Fault flaky() {
    return new Fault() {
      @Override
      public void request(String method, Message request, int attempt) {
        if (attempt <= 2) {
          throw Status.UNAVAILABLE.withDescription("injected").asRuntimeException();
        }
      }
    };
  }

  /** The answer comes too late for everybody with a deadline below. */
  static Fault slow(Duration delay) {
    return new Fault() {
      @Override
      public Duration delay() {
        return delay;
      }
    };
  }

  /** Model {@code raise-user-not-found} answers with that reason; so does one that is not known. */
  static Fault raise() {
    return new Fault() {
      @Override
      public void request(String method, Message request, int attempt) {
        if (request instanceof GetModelRequest asked && asked.getName().startsWith(RAISE)) {
          String reason = asked.getName()
              .substring(RAISE.length())
              .toUpperCase(Locale.ROOT)
              .replace('-', '_');
          throw StatusProto.toStatusRuntimeException(status(reason, asked.getName()));
        }
      }
    };
  }

  /** Erasures end as one does that no version could be made for. */
  static Fault failing() {
    return new Fault() {
      @Override
      public List<Message> response(String method, Message response, boolean first) {
        return response instanceof Erasure erasure
            && erasure.getState() == Erasure.State.STATE_COMPLETED
                ? List.of(
                    erasure.toBuilder()
                        .setState(Erasure.State.STATE_FAILED)
                        .setFailureReason(ErrorReason.VERIFICATION_FAILED)
                        .setFailureMessage("as the suite asked for")
                        .build())
                : List.of(response);
      }
    };
  }

  private static com.google.rpc.Status status(String reason, String model) {
    ErrorInfo info = ErrorInfo.newBuilder()
        .setReason(reason)
        .setDomain("lethe.io")
        .putMetadata("model", model)
        .putMetadata("of-a-newer-server", "1")
        .build();
    return com.google.rpc.Status.newBuilder()
        .setCode(code(reason).getNumber())
        .setMessage("as the suite asked for")
        .addDetails(Any.pack(info))
        .build();
  }

  /** The status that the contract gives a reason; one it does not know is a failed precondition. */
  static Code code(String reason) {
    var value = ErrorReason.getDescriptor().findValueByName(reason);
    return value == null
        ? Code.FAILED_PRECONDITION
        : value.getOptions().getExtension(ErrorsProto.reasonStatus);
  }
}
