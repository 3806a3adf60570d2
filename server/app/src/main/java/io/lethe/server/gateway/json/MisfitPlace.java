package io.lethe.server.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where JSON does not fit a message. Protobuf's own words quote what was sent, which may be somebody's
 * id; these name fields of the contract only.
 *
 * @param path of the field, such as {@code interactions.interactions[2]}; empty for the request itself
 * @param fault in words that go on after it
 */
record MisfitPlace(String path, String fault) {

  /** The innermost such place. */
  static MisfitPlace in(JsonObject object, Descriptor type, JsonFormat.Parser parser) {
    return misfit("", object, type, parser)
        .orElse(new MisfitPlace("", "sets a field twice, or fields that exclude each other"));
  }

  private static Optional<MisfitPlace> misfit(
      String path, JsonObject object, Descriptor type, JsonFormat.Parser parser) {
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      Optional<FieldDescriptor> field = type.getFields()
          .stream()
          .filter(each -> isName(entry.getKey(), each))
          .findFirst();
      if (field.isEmpty()) {
        return Optional.of(
            new MisfitPlace(
                path,
                "has a field that %s does not have; it has %s".formatted(
                    type.getFullName(),
                    type.getFields()
                        .stream()
                        .map(FieldDescriptor::getJsonName)
                        .collect(Collectors.joining(", ")))));
      }
      String at = (path.isEmpty() ? "" : path + ".") + field.get().getJsonName();
      if (!fits(field.get(), entry.getValue(), parser)) {
        return Optional.of(misfit(at, entry.getValue(), field.get(), parser));
      }
    }
    return Optional.empty();
  }

  static boolean isName(String name, FieldDescriptor field) {
    return name.equals(field.getJsonName()) || name.equals(field.getName());
  }

  private static MisfitPlace misfit(
      String at, JsonElement value, FieldDescriptor field, JsonFormat.Parser parser) {
    if (value instanceof JsonArray array && field.isRepeated()) {
      for (int k = 0; k < array.size(); k++) {
        JsonArray alone = new JsonArray();
        alone.add(array.get(k));
        if (!fits(field, alone, parser)) {
          return single(at + "[" + k + "]", array.get(k), field, parser);
        }
      }
    }
    return single(at, value, field, parser);
  }

  private static MisfitPlace single(
      String at, JsonElement value, FieldDescriptor field, JsonFormat.Parser parser) {
    if (value instanceof JsonObject object && isOurs(field)) {
      Optional<MisfitPlace> inner = misfit(at, object, field.getMessageType(), parser);
      if (inner.isPresent()) {
        return inner.get();
      }
    }
    return new MisfitPlace(at, "has a value that is not of its type, " + typeName(field));
  }

  /** Maps and protobuf's own types have a JSON form of their own. */
  static boolean isOurs(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.MESSAGE && !field.isMapField()
        && !field.getMessageType().getFullName().startsWith("google.protobuf.");
  }

  private static String typeName(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static boolean fits(FieldDescriptor field, JsonElement value, JsonFormat.Parser parser) {
    JsonObject alone = new JsonObject();
    alone.add(field.getName(), value);
    try {
      parser.merge(alone.toString(), DynamicMessage.newBuilder(field.getContainingType()));
      return true;
    } catch (InvalidProtocolBufferException misfit) {
      return false;
    }
  }
}
