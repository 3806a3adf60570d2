package io.lethe.server.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ServerInterceptors;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {

  private static final String ID = "alice@example.com";

  private final HttpBindings bindings = new HttpBindings(
      List.of(
          ServerInterceptors.useInputStreamMessages(
              new RecommendationServiceGrpc.RecommendationServiceImplBase() {}.bindService()),
          ServerInterceptors
              .useInputStreamMessages(new ModelServiceGrpc.ModelServiceImplBase() {}.bindService()),
          ServerInterceptors.useInputStreamMessages(
              new UnlearningServiceGrpc.UnlearningServiceImplBase() {}.bindService())));
  private final MessageJson json = new MessageJson(bindings.messageTypes());

  private byte[] request(String method, String path, Map<String, List<String>> query, byte[] body) {
    return json.request(bindings.find(method, path).orElseThrow(), query, body).toByteArray();
  }

  private byte[] recommend(String body) {
    return request(
        "POST", "/v1/models/tea:recommend", Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] unlearn(String body) {
    return request("POST", "/v1/erasures", Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static LetheException refused(Runnable request) {
    LetheException refused = assertThrows(LetheException.class, request::run);
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    assertFalse(String.valueOf(refused.getMessage()).contains(ID), refused.getMessage());
    assertFalse(refused.metadata().toString().contains(ID), refused.metadata().toString());
    return refused;
  }

  @Test
  void request_pathAndBody_makeOneMessage() throws InvalidProtocolBufferException {
    RecommendRequest expected = RecommendRequest.newBuilder()
        .setModel("models/tea")
        .setUser("Zoë")
        .setN(3)
        .addExcludeItems("a")
        .setMinErasurePosition(Long.MAX_VALUE)
        .build();
    String numbers = "\"n\":3,\"exclude_items\":[\"a\"],\"minErasurePosition\":\"9223372036854775807\"";
    assertEquals(
        expected,
        RecommendRequest.parseFrom(recommend("{\"user\":\"Zo\\u00eb\"," + numbers + "}")));
    assertEquals(
        expected, RecommendRequest
            .parseFrom(recommend("{\"model\":\"models/tea\",\"user\":\"Zoë\"," + numbers + "}")));
  }

  @ParameterizedTest
  @CsvSource({"STATE_HELD", "STATE_HELD;STATE_FAILED"})
  void request_queryOfAList_hasAsManyAsItNames(String states)
      throws InvalidProtocolBufferException {
    List<String> named = List.of(states.split(";"));
    ListErasuresRequest request = ListErasuresRequest
        .parseFrom(request("GET", "/v1/erasures", Map.of("states", named), new byte[0]));
    assertEquals(named, request.getStatesList().stream().map(Enum::name).toList());
  }

  @Test
  void request_query_isTheMessage() throws InvalidProtocolBufferException {
    Map<String, List<String>> query = Map
        .of("model", List.of("models/tea"), "page_size", List.of("7"));
    assertEquals(
        ListErasuresRequest.newBuilder().setModel("models/tea").setPageSize(7).build(),
        ListErasuresRequest.parseFrom(request("GET", "/v1/erasures", query, new byte[0])));
  }

  @Test
  void request_emptyBody_isAnEmptyMessage() throws InvalidProtocolBufferException {
    assertEquals(UnlearnRequest.getDefaultInstance(), UnlearnRequest.parseFrom(unlearn("")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "7", "null", "{\"user\":\"alice@example.com\"",
          "{user:\"alice@example.com\"}", "{'user':'alice@example.com'}", "{\"n\":1,\"n\":2}",
          "{\"alice@example.com\":}", "{\"n\":1} 2", "{\"n\":NaN}", "{\"n\":01}", "{\"n\":1,}",
          "/* */{}", "{\"user\":\"alice@example.com\n\"}", "{\"n\":1;}"})
  void body_notOneJsonObject_isRefusedWithoutAQuote(String body) {
    assertTrue(refused(() -> recommend(body)).metadata().isEmpty());
  }

  @Test
  void body_nestedTooDeeply_isRefused() {
    String deep = "{\"a\":" + "[".repeat(200_000);
    var _ = refused(() -> recommend(deep));
  }

  @Test
  void body_notUtf8_isRefused() {
    byte[] latin = "{\"user\":\"Zoë\"}".getBytes(StandardCharsets.ISO_8859_1);
    var _ = refused(() -> request("POST", "/v1/models/tea:recommend", Map.of(), latin));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"n\":\"alice@example.com\"} | n", "{\"n\":2147483648} | n", "{\"n\":1.5} | n",
          "{\"n\":1e999999999} | n", "{\"user\":[\"alice@example.com\",\"b\"]} | user",
          "{\"excludeItems\":[\"a\",{\"alice@example.com\":1}]} | excludeItems[1]",
          "{\"minErasurePosition\":\"alice@example.com\"} | minErasurePosition",
          "{\"excludeItems\":\"alice@example.com\"} | excludeItems",
          "{\"model\":\"alice@example.com\"} | model"})
  void field_ofAnotherType_isNamed(String body, String field) {
    assertEquals(field, refused(() -> recommend(body)).metadata().get("field"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"user\":[\"alice@example.com\"]} | user",
          "{\"user\":[[\"alice@example.com\"]]} | user", "{\"user\":true} | user",
          "{\"user\":2.0} | user", "{\"user\":9007199254740993} | user", "{\"user\":{}} | user",
          "{\"requestId\":[\"alice@example.com\"]} | requestId",
          "{\"validateOnly\":[true]} | validateOnly", "{\"validateOnly\":\"true\"} | validateOnly",
          "{\"method\":[1]} | method", "{\"method\":true} | method",
          "{\"interactions\":[{\"interactions\":[]}]} | interactions",
          "{\"interactions\":{\"interactions\":{\"user\":\"a\"}}} | interactions.interactions",
          "{\"interactions\":{\"interactions\":[[]]}} | interactions.interactions[0]",
          "{\"interactions\":{\"interactions\":[{\"user\":7}]}}"
              + " | interactions.interactions[0].user"})
  void field_ofAnotherJsonType_isNamed(String body, String field) {
    assertEquals(field, refused(() -> unlearn(body)).metadata().get("field"));
  }

  @Test
  void field_listOfUsers_takesStringsOnly() {
    for (String users : List.of("[[\"a\"]]", "[1]", "[true]", "\"a\"", "{\"0\":\"a\"}")) {
      String body = "{\"n\":1,\"users\":" + users + "}";
      var _ = refused(
          () -> request(
              "POST", "/v1/models/tea:batchRecommend", Map.of(),
              body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"epochs-max\":[\"4\"]}", "{\"epochs-max\":3}", "{\"biases\":true}",
          "[\"alice@example.com\"]", "{\"alice@example.com\":[\"x\"]}"})
  void field_mapOfOptions_takesStringsOnly(String options) {
    String body = "{\"plugin\":\"mf\",\"options\":" + options + "}";
    LetheException refused = refused(
        () -> request(
            "POST", "/v1/models/tea:train", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    assertEquals("options", refused.metadata().get("field"));
  }

  @Test
  void field_null_isLeftOut() throws InvalidProtocolBufferException {
    assertEquals(
        UnlearnRequest.getDefaultInstance(),
        UnlearnRequest.parseFrom(unlearn("{\"user\":null,\"validateOnly\":null}")));
  }

  @Test
  void field_unknown_itsPlaceIsNamedAndWhatThereIs() {
    LetheException refused = refused(
        () -> unlearn(
            "{\"interactions\":{\"interactions\":[{\"user\":\"a\",\"item\":\"b\"},"
                + "{\"alice@example.com\":1}]}}"));
    assertEquals("interactions.interactions[1]", refused.metadata().get("field"));
    assertTrue(String.valueOf(refused.getMessage()).contains("it has user, item"));
  }

  @Test
  void oneof_setTwice_isRefused() {
    var _ = refused(() -> unlearn("{\"user\":\"alice@example.com\",\"item\":\"b\"}"));
  }

  @Test
  void query_besideABody_isRefused() {
    var _ = refused(
        () -> request(
            "POST", "/v1/erasures", Map.of("model", List.of("alice@example.com")), new byte[0]));
  }
}
