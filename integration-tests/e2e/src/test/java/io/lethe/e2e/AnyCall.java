package io.lethe.e2e;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls of any method with any bytes, as a caller with a tool of its own would make them. */
record AnyCall(MethodDescriptor<?, ?> method) {

  private static final long ANSWER_SECONDS_MAX = 60;

  /**
   * What came back.
   *
   * @param answered whether there was a message
   * @param answer that message; empty without one
   * @param told everything that a failure said: words, details in clear, every trailer
   */
  record Reply(boolean answered, byte[] answer, Status.Code code, String told) {}

  /** A request with every field set, however deep: strings as told, numbers as told. */
  byte[] filled(Function<FieldDescriptor, String> texts, long number) {
    return message(input().getInputType(), texts, number, 0).toByteArray();
  }

  /** An answer in clear, whatever its type. */
  String inClear(byte[] answer) throws InvalidProtocolBufferException {
    return TextFormat.printer()
        .printToString(DynamicMessage.parseFrom(input().getOutputType(), answer));
  }

  private com.google.protobuf.Descriptors.MethodDescriptor input() {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier) {
      return supplier.getMethodDescriptor();
    }
    throw new IllegalStateException(method.getFullMethodName() + " has no schema");
  }

  private static Message message(
      com.google.protobuf.Descriptors.Descriptor type, Function<FieldDescriptor, String> texts,
      long number, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      Object value = value(field, texts, number, depth);
      if (value == null) {
        continue;
      }
      if (field.isRepeated()) {
        message.addRepeatedField(field, value);
      } else {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static @Nullable Object value(
      FieldDescriptor field, Function<FieldDescriptor, String> texts, long number, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> texts.apply(field);
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> (float) number;
      case DOUBLE -> (double) number;
      case BOOLEAN -> number % 2 != 0;
      case ENUM -> field.getEnumType().getValues().getLast();
      case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8(texts.apply(field));
      case MESSAGE -> depth > 2 || field.getJavaType() != JavaType.MESSAGE
          ? null
          : message(field.getMessageType(), texts, number, depth + 1);
    };
  }

  /** Sends bytes; the first message is as good as the end. */
  Reply send(Channel channel, byte[] request) {
    MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setType(method.getType())
        .setFullMethodName(method.getFullMethodName())
        .build();
    ClientCall<byte[], byte[]> call = channel
        .newCall(raw, CallOptions.DEFAULT.withDeadlineAfter(ANSWER_SECONDS_MAX, TimeUnit.SECONDS));
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    call.start(new ClientCall.Listener<>() {
      @Override
      public void onMessage(byte[] answer) {
        reply.complete(new Reply(true, answer, Status.Code.OK, ""));
      }

      @Override
      public void onClose(Status status, Metadata trailers) {
        reply.complete(
            new Reply(false, new byte[0], status.getCode(), everything(status, trailers)));
      }
    }, new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    Reply first = reply.orTimeout(2 * ANSWER_SECONDS_MAX, TimeUnit.SECONDS).join();
    call.cancel("the test has seen enough", null);
    return first;
  }

  private static String everything(Status status, Metadata trailers) {
    StringBuilder told = new StringBuilder(String.valueOf(status.getDescription()));
    for (Any detail : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList()) {
      told.append('\n').append(detail.is(ErrorInfo.class) ? info(detail) : detail.toString());
    }
    for (String key : trailers.keys()) {
      if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        byte[] bytes = trailers.get(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
        told.append('\n')
            .append(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
            .append(Base64.getEncoder().encodeToString(bytes));
      } else {
        told.append('\n')
            .append(key)
            .append(trailers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)));
      }
    }
    return told.toString();
  }

  private static String info(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class).toString();
    } catch (InvalidProtocolBufferException garbled) {
      throw new AssertionError("an ErrorInfo that cannot be read", garbled);
    }
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
