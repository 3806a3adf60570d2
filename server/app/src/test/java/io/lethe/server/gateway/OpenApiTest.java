package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.lethe.engine.recommend.RecommendBounds;
import io.lethe.v1.AuditProto;
import io.lethe.v1.CatalogServiceProto;
import io.lethe.v1.InteractionServiceProto;
import io.lethe.v1.ModelServiceProto;
import io.lethe.v1.RecommendationServiceProto;
import io.lethe.v1.UnlearningServiceProto;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private static final List<FileDescriptor> CONTRACT = List.of(
      RecommendationServiceProto.getDescriptor(), ModelServiceProto.getDescriptor(),
      UnlearningServiceProto.getDescriptor(), AuditProto.getDescriptor(),
      InteractionServiceProto.getDescriptor(), CatalogServiceProto.getDescriptor(),
      OperationsProto.getDescriptor());
  private static final Path PROTOS = Path.of("../../proto/src/main/protobuf/lethe/v1");

  private static JsonObject document() throws IOException {
    try (InputStream file = OpenApiPage.class.getResourceAsStream("lethe.v1.json")) {
      return JsonParser
          .parseString(
              new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  @Test
  void document_heldAgainstTheStandard_hasNoFault() throws IOException {
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document().toString());
    assertEquals(List.of(), parsed.getMessages());
  }

  /** What the standard's parser finds there is what the gateway serves, and nothing is left out. */
  @Test
  void document_hasEveryPathOfTheContract() throws IOException {
    Set<String> described = new TreeSet<>();
    new OpenAPIV3Parser().readContents(document().toString())
        .getOpenAPI()
        .getPaths()
        .forEach(
            (path, item) -> item.readOperationsMap()
                .keySet()
                .forEach(method -> described.add(method + " " + path)));
    Set<String> offered = new TreeSet<>();
    for (ServiceDescriptor service : List.of(
        RecommendationServiceProto.getDescriptor().getServices().getFirst(),
        ModelServiceProto.getDescriptor().getServices().getFirst(),
        UnlearningServiceProto.getDescriptor().getServices().getFirst(),
        InteractionServiceProto.getDescriptor().getServices().getFirst(),
        CatalogServiceProto.getDescriptor().getServices().getFirst(),
        AuditProto.getDescriptor().getServices().getFirst())) {
      for (MethodDescriptor method : service.getMethods()) {
        if (method.isClientStreaming()) {
          continue;
        }
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        offered.add(inNames(path(rule)));
      }
    }
    assertEquals(38, offered.size());
    described.retainAll(offered);
    assertEquals(offered, described);
  }

  private static String path(HttpRule rule) {
    return switch (rule.getPatternCase()) {
      case GET -> "GET " + rule.getGet();
      case POST -> "POST " + rule.getPost();
      case DELETE -> "DELETE " + rule.getDelete();
      default -> throw new IllegalArgumentException("no path of the contract has " + rule);
    };
  }

  /** {@code {name=models/*}} as OpenAPI says it: {@code models/{model}}. */
  private static String inNames(String path) {
    return path.replaceAll("\\{\\w+=(.*?)}", "$1")
        .replaceAll("models/\\*", "models/{model}")
        .replaceAll("versions/\\*", "versions/{version}")
        .replaceAll("aliases/\\*", "aliases/{alias}")
        .replaceAll("erasures/\\*", "erasures/{erasure}");
  }

  @Test
  void document_isOfTheContractAsItIs() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.list(PROTOS)) {
      List<Path> protos = files.filter(file -> file.toString().endsWith(".proto"))
          .sorted()
          .toList();
      for (Path proto : protos) {
        digest.update(Files.readAllBytes(proto));
      }
    }
    assertEquals(
        HexFormat.of().formatHex(digest.digest()),
        document().getAsJsonObject("info").get("x-contract-sha256").getAsString(),
        "the .proto files have changed: run proto/openapi/generate");
  }

  /** Generators make a type of each alternative, or none at all. */
  @Test
  void document_hasNoAlternatives() throws IOException {
    assertFalse(document().toString().contains("oneOf"));
  }

  @Test
  void operations_areNamed_andTheirRequestsToo_withExamplesThatTheGatewayTakes()
      throws IOException {
    List<String> wrong = new ArrayList<>();
    operations().forEach((path, operation) -> {
      if (!operation.has("operationId")) {
        wrong.add(path + " has no operationId");
      }
      if (operation.has("requestBody")) {
        JsonObject content = operation.getAsJsonObject("requestBody")
            .getAsJsonObject("content")
            .getAsJsonObject("application/json");
        JsonElement name = content.getAsJsonObject("schema").get("$ref");
        wrong.addAll(
            name == null
                ? List.of(path + " has a request without a name")
                : faults(path, name.getAsString(), content.get("example")));
      }
    });
    assertEquals(List.of(), wrong);
  }

  /** What the message of a request's name has against its example. */
  private static List<String> faults(String path, String schema, @Nullable JsonElement example) {
    String message = schema.substring(schema.lastIndexOf('/') + 1);
    Descriptor type = CONTRACT.stream()
        .flatMap(file -> file.getMessageTypes().stream())
        .filter(each -> each.getFullName().equals(message))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " takes an unknown " + message));
    if (example == null) {
      return List.of(path + " has no example");
    }
    try {
      JsonFormat.parser().merge(example.toString(), DynamicMessage.newBuilder(type));
      return List.of();
    } catch (InvalidProtocolBufferException misfit) {
      return List.of(path + ": " + misfit.getMessage());
    }
  }

  private static Map<String, JsonObject> operations() throws IOException {
    Map<String, JsonObject> operations = new TreeMap<>();
    document().getAsJsonObject("paths")
        .entrySet()
        .forEach(
            path -> path.getValue()
                .getAsJsonObject()
                .entrySet()
                .forEach(
                    method -> operations.put(
                        method.getKey() + " " + path.getKey(),
                        method.getValue().getAsJsonObject())));
    return operations;
  }

  @Test
  void bounds_areThoseOfTheContract() throws IOException {
    JsonObject schemas = document().getAsJsonObject("components").getAsJsonObject("schemas");
    JsonObject recommend = schemas.getAsJsonObject("lethe.v1.RecommendRequest")
        .getAsJsonObject("properties");
    JsonObject n = recommend.getAsJsonObject("n");
    JsonObject exclude = recommend.getAsJsonObject("excludeItems");
    assertAll(
        () -> assertEquals(0, n.get("minimum").getAsInt()),
        () -> assertEquals(1000, n.get("maximum").getAsInt()),
        () -> assertEquals(RecommendBounds.ITEMS_DEFAULT, n.get("default").getAsInt()),
        () -> assertEquals(10_000, exclude.get("maxItems").getAsInt()),
        () -> assertEquals(256, exclude.getAsJsonObject("items").get("maxLength").getAsInt()),
        () -> assertEquals(1, recommend.getAsJsonObject("user").get("minLength").getAsInt()),
        () -> assertTrue(
            schemas.getAsJsonObject("lethe.v1.UnlearnRequest")
                .getAsJsonObject("properties")
                .getAsJsonObject("requestId")
                .get("pattern")
                .getAsString()
                .contains("-4[0-9a-fA-F]{3}-")));
  }
}
