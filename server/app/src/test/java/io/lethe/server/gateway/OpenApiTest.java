package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
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
