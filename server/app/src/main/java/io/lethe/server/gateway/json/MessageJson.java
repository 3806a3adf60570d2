package io.lethe.server.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Protobuf's JSON mapping, for the types of some bindings and of errors. Thread-safe. */
public final class MessageJson {

  private final JsonFormat.Printer printer;
  private final JsonFormat.Parser parser;

  /** For these types and all that their files import. */
  public MessageJson(Set<Descriptor> types) {
    JsonFormat.TypeRegistry registry = JsonFormat.TypeRegistry.newBuilder()
        .add(types)
        .add(ErrorInfo.getDescriptor())
        .build();
    printer = JsonFormat.printer().usingTypeRegistry(registry).omittingInsignificantWhitespace();
    parser = JsonFormat.parser().usingTypeRegistry(registry);
  }

  /** A message in one line. */
  public String of(MessageOrBuilder message) {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException unknown) {
      throw new IllegalStateException("a type that no binding has", unknown);
    }
  }

  /** A message that was sent as bytes. */
  public Message message(Descriptor type, InputStream bytes) {
    try {
      return DynamicMessage.parseFrom(type, bytes);
    } catch (IOException broken) {
      throw new IllegalStateException("an endpoint's answer is no " + type.getFullName(), broken);
    }
  }

  /**
   * The request that path, query and body make together.
   *
   * @param query values by field, for methods that take no body
   * @param body UTF-8, for methods that take one
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if they make none
   */
  public Message request(HttpBinding.Match match, Map<String, List<String>> query, byte[] body) {
    HttpBinding binding = match.binding();
    if (binding.takesBody() && !query.isEmpty()) {
      throw invalid("", "this method takes its request as body and has no query parameters");
    }
    JsonObject object = binding.takesBody() ? parsed(body) : object(query, binding.requestType());
    if (binding.takesBody()) {
      JsonShapes.misfit(object, binding.requestType()).ifPresent(MessageJson::refuse);
    }
    match.variables().forEach((field, value) -> bind(object, binding.requestType(), field, value));
    DynamicMessage.Builder request = DynamicMessage.newBuilder(binding.requestType());
    try {
      parser.merge(object.toString(), request);
      return request.build();
    } catch (InvalidProtocolBufferException misfit) {
      throw refusal(MisfitPlace.in(object, binding.requestType(), parser));
    }
  }

  private static void refuse(MisfitPlace place) {
    throw refusal(place);
  }

  private static LetheException refusal(MisfitPlace place) {
    String subject = place.path().isEmpty() ? "the request" : place.path();
    return invalid(place.path(), subject + " " + place.fault());
  }

  private static JsonObject parsed(byte[] body) {
    try {
      return StrictJson.object(body);
    } catch (StrictJson.Malformed malformed) {
      throw invalid("", "the body is not one JSON object: " + malformed.getMessage());
    }
  }

  /** A parameter that is there once is a list of one where the field is a list. */
  private static JsonObject object(Map<String, List<String>> query, Descriptor type) {
    JsonObject object = new JsonObject();
    query.forEach((name, values) -> {
      JsonArray all = new JsonArray();
      values.forEach(all::add);
      boolean listed = type.getFields()
          .stream()
          .filter(field -> name.equals(field.getName()) || name.equals(field.getJsonName()))
          .anyMatch(FieldDescriptor::isRepeated);
      object.add(name, values.size() == 1 && !listed ? all.get(0) : all);
    });
    return object;
  }

  /** What the path says may be said again, but not otherwise. */
  private static void bind(JsonObject object, Descriptor type, String field, String value) {
    String jsonName = type.findFieldByName(field).getJsonName();
    JsonElement said = new JsonPrimitive(value);
    for (String name : List.of(field, jsonName)) {
      if (object.has(name) && !object.get(name).equals(said)) {
        throw invalid(
            jsonName,
            "%s is another than that of the path; leave it out, or write it as the path does, in the form %s"
                .formatted(jsonName, form(value)));
      }
      object.remove(name);
    }
    object.add(jsonName, said);
  }

  /** {@code models/NAME} of {@code models/movies}: words of the contract, and none of the caller's. */
  private static String form(String value) {
    return value.replaceAll("([^/]+)/[^/]+", "$1/NAME");
  }

  private static LetheException invalid(String field, String message) {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, message, field.isEmpty() ? Map.of() : Map.of("field", field));
  }
}
