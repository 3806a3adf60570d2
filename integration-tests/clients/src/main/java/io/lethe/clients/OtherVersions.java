package io.lethe.clients;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.lethe.v1.Erasure;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Servers of tomorrow and of yesterday, made of the one of today by changing its answers. */
final class OtherVersions {

  private static final int FUTURE_FIELD = 1999;
  private static final int FUTURE_VALUE = 99;
  private static final long AHEAD = 1_000_000;
  private static final String WATCH = "lethe.v1.UnlearningService/WatchErasure";
  private static final String GET_RECEIPT = "lethe.v1.UnlearningService/GetReceipt";

  /** What today's messages have and yesterday's had not. */
  private static final Set<String> RECENT_FIELDS = Set
      .of("erasure_position", "expire_time", "requester", "approver", "phases");

  private OtherVersions() {}

  /** Every message has a field more, every enum field a value that is not known yet. */
  static Fault newer() {
    return new Fault() {
      @Override
      public List<Message> response(String method, Message response, boolean first) {
        if (!method.equals(WATCH)) {
          return List.of(future(response, true));
        }
        // An end must be known as one, whatever came before it.
        return first
            ? List.of(future(response, true), future(response, false))
            : List.of(future(response, false));
      }
    };
  }

  private static Message future(Message message, boolean enums) {
    Message.Builder builder = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      FieldDescriptor descriptor = field.getKey();
      if (descriptor.isRepeated()
          || !message.getDescriptorForType().getFile().getPackage().startsWith("lethe.v1")) {
        continue;
      }
      if (descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        builder.setField(descriptor, future((Message) field.getValue(), enums));
      } else if (enums && descriptor.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        EnumDescriptor type = descriptor.getEnumType();
        builder.setField(descriptor, type.findValueByNumberCreatingIfUnknown(FUTURE_VALUE));
      }
    }
    return builder
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    FUTURE_FIELD,
                    UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                        .build())
                .build())
        .build();
  }

  /** Answers without the fields that came later. */
  static Fault older() {
    return new Fault() {
      @Override
      public List<Message> response(String method, Message response, boolean first) {
        if (method.equals(GET_RECEIPT)) {
          return List.of(response);
        }
        Message.Builder past = response.toBuilder();
        for (FieldDescriptor field : response.getAllFields().keySet()) {
          if (RECENT_FIELDS.contains(field.getName())) {
            past.clearField(field);
          }
        }
        return List.of(past.build());
      }
    };
  }

  /** Its erasures are far ahead of its versions, as those of another server may be. */
  static Fault ahead() {
    return new Fault() {
      @Override
      public List<Message> response(String method, Message response, boolean first) {
        return response instanceof Erasure erasure && erasure.getErasurePosition() > 0
            ? List.of(
                erasure.toBuilder()
                    .setErasurePosition(erasure.getErasurePosition() + AHEAD)
                    .build())
            : List.of(response);
      }
    };
  }
}
