package io.lethe.client;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.v1.Receipt;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Receipts as files: {@code lethe.v1.Receipt} in protobuf's encoding or as JSON, however written. */
final class ReceiptFile {

  private static final Descriptor FIELDS = Receipt.getDescriptor();

  private ReceiptFile() {}

  /** What a file holds; empty if that is no receipt, or not all of one. */
  static Optional<Receipt> read(byte[] bytes) {
    return binary(bytes).filter(ReceiptFile::isWhole)
        .or(() -> json(bytes).filter(ReceiptFile::isWhole));
  }

  /** A file that was cut off lacks what every receipt has. */
  private static boolean isWhole(Receipt receipt) {
    return !receipt.getName().isEmpty() && !receipt.getStatement().isEmpty()
        && !receipt.getSignature().isEmpty() && !receipt.getPublicKey().isEmpty()
        && !receipt.getKeyId().isEmpty()
        && receipt.getLogOrigin().isEmpty() == receipt.getTransparencyProof().isEmpty();
  }

  private static Optional<Receipt> binary(byte[] bytes) {
    try {
      return Optional.of(Receipt.parseFrom(bytes));
    } catch (InvalidProtocolBufferException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Receipt> json(byte[] bytes) {
    try (JsonReader reader = new JsonReader(new StringReader(text(bytes)))) {
      reader.setStrictness(Strictness.STRICT);
      Receipt receipt = object(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(receipt) : Optional.empty();
    } catch (IOException | IllegalStateException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static Receipt object(JsonReader reader) throws IOException {
    Receipt.Builder receipt = Receipt.newBuilder();
    Set<FieldDescriptor> seen = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      FieldDescriptor field = field(reader.nextName());
      if (field == null) {
        reader.skipValue();
      } else if (!seen.add(field)) {
        throw new MalformedJsonException(field.getName() + " stands there twice");
      } else if (reader.peek() == JsonToken.NULL) {
        reader.nextNull();
      } else {
        receipt.setField(field, value(field, reader));
      }
    }
    reader.endObject();
    return receipt.build();
  }

  /** By its name in JSON or in the contract; null for one that this version does not know. */
  private static @Nullable FieldDescriptor field(String name) {
    for (FieldDescriptor field : FIELDS.getFields()) {
      if (name.equals(field.getJsonName()) || name.equals(field.getName())) {
        return field;
      }
    }
    return null;
  }

  /** Bytes are base64 of either alphabet, with padding or without. */
  private static Object value(FieldDescriptor field, JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.STRING) {
      throw new MalformedJsonException(field.getName() + " is no text");
    }
    String text = reader.nextString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new MalformedJsonException(field.getName() + " holds half a character");
    }
    if (field.getType() != FieldDescriptor.Type.BYTES) {
      return text;
    }
    String standard = text.replace('-', '+').replace('_', '/');
    return ByteString.copyFrom(Base64.getDecoder().decode(standard));
  }
}
