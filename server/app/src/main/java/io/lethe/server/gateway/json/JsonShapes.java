package io.lethe.server.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Holds the JSON types of a request against the contract. Protobuf's parser takes a list of one
 * value for the value, and numbers and booleans for strings: in an erasure each of them may name
 * another person than its sender meant.
 */
final class JsonShapes {

  private JsonShapes() {}

  /** The first value whose JSON type the contract does not give to its field; O(object). */
  static Optional<MisfitPlace> misfit(JsonObject object, Descriptor type) {
    return within("", object, type);
  }

  private static Optional<MisfitPlace> within(String path, JsonObject object, Descriptor type) {
    return object.entrySet()
        .stream()
        .flatMap(entry -> misfit(path, entry, type).stream())
        .findFirst();
  }

  private static Optional<MisfitPlace> misfit(
      String path, Map.Entry<String, JsonElement> entry, Descriptor type) {
    Optional<FieldDescriptor> field = type.getFields()
        .stream()
        .filter(each -> MisfitPlace.isName(entry.getKey(), each))
        .findFirst();
    JsonElement value = entry.getValue();
    // The parser tells of unknown fields; null is how JSON leaves a field out.
    if (field.isEmpty() || value.isJsonNull()) {
      return Optional.empty();
    }
    String at = (path.isEmpty() ? "" : path + ".") + field.get().getJsonName();
    if (field.get().isMapField()) {
      return map(at, value, field.get());
    }
    if (!field.get().isRepeated()) {
      return single(at, value, field.get());
    }
    if (!(value instanceof JsonArray array)) {
      return Optional.of(new MisfitPlace(at, "takes a list"));
    }
    return IntStream.range(0, array.size())
        .boxed()
        .flatMap(k -> single(at + "[" + k + "]", array.get(k), field.get()).stream())
        .findFirst();
  }

  /** Names of a map are the caller's, so no fault quotes them. */
  private static Optional<MisfitPlace> map(String at, JsonElement value, FieldDescriptor field) {
    if (!(value instanceof JsonObject object)) {
      return wrong(at, "an object");
    }
    FieldDescriptor values = field.getMessageType().findFieldByName("value");
    return object.entrySet()
        .stream()
        .flatMap(entry -> single(at, entry.getValue(), values).stream())
        .findFirst()
        .map(misfit -> new MisfitPlace(at, "has a value that " + misfit.fault()));
  }

  private static Optional<MisfitPlace> single(String at, JsonElement value, FieldDescriptor field) {
    if (value instanceof JsonArray) {
      return Optional.of(new MisfitPlace(at, "takes one value, not a list"));
    }
    return switch (field.getJavaType()) {
      case STRING, BYTE_STRING -> isString(value) ? fine() : wrong(at, "a string");
      case BOOLEAN ->
        isPrimitive(value, JsonPrimitive::isBoolean) ? fine() : wrong(at, "true or false");
      case INT, LONG, FLOAT, DOUBLE ->
        isPrimitive(value, one -> !one.isBoolean()) ? fine() : wrong(at, "a number");
      case ENUM -> isPrimitive(value, one -> !one.isBoolean()) ? fine() : wrong(at, "a name");
      case MESSAGE -> value instanceof JsonObject object && MisfitPlace.isOurs(field)
          ? within(at, object, field.getMessageType())
          : fine();
    };
  }

  private static boolean isString(JsonElement value) {
    return isPrimitive(value, JsonPrimitive::isString);
  }

  private static boolean isPrimitive(JsonElement value, Predicate<JsonPrimitive> kind) {
    return value instanceof JsonPrimitive primitive && kind.test(primitive);
  }

  private static Optional<MisfitPlace> fine() {
    return Optional.empty();
  }

  private static Optional<MisfitPlace> wrong(String at, String wanted) {
    return Optional.of(new MisfitPlace(at, "takes " + wanted));
  }
}
