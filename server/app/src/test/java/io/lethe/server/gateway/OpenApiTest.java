package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.lethe.v1.AuditProto;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {

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
        AuditProto.getDescriptor().getServices().getFirst())) {
      for (MethodDescriptor method : service.getMethods()) {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        String path = rule.getGet().isEmpty() ? "POST " + rule.getPost() : "GET " + rule.getGet();
        offered.add(inNames(path));
      }
    }
    assertEquals(20, offered.size());
    described.retainAll(offered);
    assertEquals(offered, described);
  }

  /** {@code {name=models/*}} as OpenAPI says it: {@code models/{model}}. */
  private static String inNames(String path) {
    return path.replaceAll("\\{\\w+=(.*?)}", "$1")
        .replaceAll("models/\\*", "models/{model}")
        .replaceAll("versions/\\*", "versions/{version}")
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
}
