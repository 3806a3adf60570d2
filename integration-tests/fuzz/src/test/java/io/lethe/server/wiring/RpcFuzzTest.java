package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every unary method of the server, given bytes as its request: an answer or a planned refusal, which
 * is never the server's own fault and never repeats the id of a person.
 */
class RpcFuzzTest {

  private static final long CALL_MILLIS_MAX = 5_000;
  /** It waits for as long as it is told to. */
  private static final long WAIT_MILLIS_MAX = 5;
  /** Nobody plans to answer with these. */
  private static final Set<Status.Code> UNPLANNED = Set
      .of(Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.DATA_LOSS);

  private static final SmallServer SERVER = SmallServer.start();
  private static final List<MethodDescriptor<byte[], byte[]>> METHODS = SERVER.services()
      .stream()
      .flatMap(service -> service.getMethods().stream())
      .map(method -> method.getMethodDescriptor())
      .filter(method -> method.getType() == MethodType.UNARY)
      .map(MethodDescriptor::getFullMethodName)
      .sorted()
      .map(RpcFuzzTest::ofBytes)
      .toList();

  private static MethodDescriptor<byte[], byte[]> ofBytes(String name) {
    return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setType(MethodType.UNARY)
        .setFullMethodName(name)
        .build();
  }

  /** Bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  @MethodSource
  @FuzzTest
  void call(byte[] choiceAndRequest) {
    if (choiceAndRequest.length == 0) {
      return;
    }
    int choice = Math.floorMod(choiceAndRequest[0], METHODS.size());
    MethodDescriptor<byte[], byte[]> method = METHODS.get(choice);
    byte[] request = Arrays.copyOfRange(choiceAndRequest, 1, choiceAndRequest.length);
    long millis = method.getFullMethodName().endsWith("/WaitOperation")
        ? WAIT_MILLIS_MAX
        : CALL_MILLIS_MAX;
    try {
      // Any answer will do; what is looked at is how calls are refused.
      byte[] _ = ClientCalls.blockingUnaryCall(
          SERVER.channel(), method,
          CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS), request);
    } catch (StatusRuntimeException refused) {
      check(method.getFullMethodName(), refused);
    }
  }

  private static void check(String method, StatusRuntimeException refused) {
    Status status = refused.getStatus();
    assertFalse(UNPLANNED.contains(status.getCode()), () -> method + " ended with " + status);
    Metadata trailers = refused.getTrailers();
    String told = withoutNames(status.getDescription() + " " + detail(trailers));
    assertFalse(told.contains(SmallServer.PLANTED), () -> method + " repeats an id: " + status);
  }

  /** The names of models, versions, erasures and operations are the server's own. */
  private static String withoutNames(String text) {
    return text.replaceAll("(models|versions|erasures|operations)/\\S*", "");
  }

  private static String detail(@org.jspecify.annotations.Nullable Metadata trailers) {
    byte[] bytes = trailers == null
        ? null
        : trailers.get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
    return bytes == null ? "" : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  static Stream<byte[]> call() {
    Stream<byte[]> malformed = Stream.iterate(0, method -> method + 1)
        .limit(METHODS.size())
        .map(method -> new byte[]{method.byteValue(), 5});
    Stream<byte[]> good = Requests.all()
        .entrySet()
        .stream()
        .flatMap(entry -> entry.getValue().stream().map(request -> seed(entry.getKey(), request)));
    return Stream.concat(malformed, good);
  }

  private static byte[] seed(String method, MessageLite request) {
    List<String> names = METHODS.stream().map(MethodDescriptor::getFullMethodName).toList();
    int choice = names.indexOf(method);
    assertTrue(choice >= 0, () -> method + " is none of " + names);
    byte[] bytes = request.toByteArray();
    return ByteBuffer.allocate(1 + bytes.length).put((byte) choice).put(bytes).array();
  }
}
