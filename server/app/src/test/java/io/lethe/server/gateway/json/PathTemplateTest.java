package io.lethe.server.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

  private static Optional<Map<String, String>> match(String template, String path) {
    return new PathTemplate(template).match(path);
  }

  @ParameterizedTest
  @CsvSource({"/v1/{name=models/*}, /v1/models/tea, models/tea",
      "/v1/{name=models/*}, /v1/models/a%20b%2Bc+d, models/a b+c+d",
      "/v1/{name=models/*}, /v1/models/a%2Fb, models/a%2Fb",
      "/v1/{name=models/*}, /v1/models/a%3Atrain, models/a:train",
      "/v1/{name=models/*}:train, /v1/models/tea:train, models/tea",
      "/v1/{name=models/*/versions/*}:activate, /v1/models/a/versions/3:activate, models/a/versions/3",
      "/v1/{name=models/*}/versions, /v1/models/tea/versions, models/tea",
      "/v1/{name=operations}, /v1/operations, operations",
      "/v1/{name=operations/**}, /v1/operations/a/b, operations/a/b",
      "/v1/{name=operations/**}:cancel, /v1/operations/a:cancel, operations/a",
      "/v1/{name}, /v1/tea, tea"})
  void match_pathOfTheTemplate_givesTheFieldsValue(String template, String path, String value) {
    assertEquals(Optional.of(Map.of("name", value)), match(template, path));
  }

  @ParameterizedTest
  @CsvSource({"/v1/{name=models/*}, /v1/models/tea:train",
      "/v1/{name=models/*}:train, /v1/models/tea",
      "/v1/{name=models/*}:train, /v1/models/tea:trains", "/v1/{name=models/*}, /v1/models/",
      "/v1/{name=models/*}, /v1/models/tea/", "/v1/{name=models/*}, /v1/models/a/b",
      "/v1/{name=models/*}, /v2/models/tea", "/v1/{name=operations/**}, /v1/operations",
      "/v1/{name=models/*}, /v1/models/%zz", "/v1/{name=models/*}, /"})
  void match_anotherPath_isNone(String template, String path) {
    assertEquals(Optional.empty(), match(template, path));
  }

  @Test
  void match_templateWithoutFields_givesNone() {
    assertEquals(Optional.of(Map.of()), match("/v1/log/entries", "/v1/log/entries"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "/v1/{name", "/v1//models", "/v1/{na-me=*}"})
  void template_malformed_isRefused(String template) {
    assertThrows(IllegalArgumentException.class, () -> new PathTemplate(template));
  }
}
