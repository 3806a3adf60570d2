package io.lethe.server.wiring;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls of any method with bytes as they are. */
final class RawCalls {

  static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final long ANSWER_SECONDS_MAX = 120;

  private RawCalls() {}

  /**
   * How a call ended, or that it answered.
   *
   * @param reason of Lethe's; empty if there is none
   */
  record Outcome(Status.Code code, String reason, String told) {}

  static Metadata bearing(@Nullable String token) {
    Metadata headers = new Metadata();
    if (token != null) {
      headers.put(AUTHORIZATION, "Bearer " + token);
    }
    return headers;
  }

  /** Sends one message; the first answer is as good as the end. */
  static Outcome call(
      Channel channel, String method, MethodDescriptor.MethodType type, Metadata headers,
      byte[] message) {
    MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor
        .newBuilder(new Bytes(), new Bytes())
        .setType(type)
        .setFullMethodName(method)
        .build();
    ClientCall<byte[], byte[]> call = channel.newCall(descriptor, CallOptions.DEFAULT);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    call.start(new ClientCall.Listener<>() {
      @Override
      public void onMessage(byte[] answer) {
        outcome.complete(new Outcome(Status.Code.OK, "", ""));
      }

      @Override
      public void onClose(Status status, Metadata trailers) {
        outcome.complete(
            new Outcome(
                status.getCode(), reason(status, trailers), status.getDescription() + " "
                    + StatusProto.fromStatusAndTrailers(status, trailers)));
      }
    }, headers);
    call.request(1);
    call.sendMessage(message);
    call.halfClose();
    Outcome ended = outcome.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).join();
    call.cancel("the test has seen enough", null);
    return ended;
  }

  private static String reason(Status status, Metadata trailers) {
    com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
    for (Any detail : details.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException garbled) {
          throw new AssertionError("an ErrorInfo that cannot be read", garbled);
        }
      }
    }
    return "";
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
