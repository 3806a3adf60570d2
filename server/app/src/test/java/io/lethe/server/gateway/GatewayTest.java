package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.lethe.server.config.ConfigException;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import io.lethe.server.wiring.Until;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server as it is started for trying out: in plain text, and everybody is its operator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {

  private static final String ERASURE = "/v1/erasures/2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11";

  private LetheServer server;
  private Web web;

  static ServerConfig config(Path folder, Map<String, String> more) {
    Map<String, String> flags = new HashMap<>();
    flags.put("listen.port", "0");
    flags.put("gateway.port", "0");
    flags.put("data.folder", folder.resolve("data").toString());
    flags.put("plugins.folder", folder.resolve("plugins").toString());
    flags.putAll(more);
    return ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of()));
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = LetheServer.start(config(folder, Map.of("serving.message-bytes-max", "2048")));
    web = Web.at(server.gatewayPort().orElseThrow());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Every binding of the contract; a server without models answers most by a reason of theirs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
          "POST   | /v1/models/tea:recommend      | {\"user\":\"u\",\"n\":1}  | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea:batchRecommend | {\"users\":[\"u\"],\"n\":1} | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea:score          | {\"user\":\"u\",\"items\":[\"i\"]} | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea:recommendForItems | {\"items\":[{\"item\":\"i\",\"value\":2}]} | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea:recommendForItems | {\"items\":[]}       | 400 INVALID_ARGUMENT ITEMS_OUT_OF_RANGE",
          "POST   | /v1/models/tea:recommendForItems | {\"items\":[{\"item\":\"\"}]} | 400 INVALID_ARGUMENT ID_MALFORMED",
          "POST   | /v1/models/tea:recommendForItems | {\"items\":[{\"item\":\"i\",\"value\":\"NaN\"}]} | 400 INVALID_ARGUMENT ARGUMENT_INVALID",
          "POST   | /v1/models/tea:similarItems   | {\"item\":\"i\"}          | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea:similarItems   | {\"item\":\"i\",\"n\":1001} | 400 INVALID_ARGUMENT N_OUT_OF_RANGE",
          "POST   | /v1/models/tea:recommend      | {\"user\":\"u\",\"fallback\":\"FALLBACK_POPULAR\"} | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea:recommend      | {\"user\":\"u\",\"fallback\":7} | 400 INVALID_ARGUMENT ARGUMENT_INVALID",
          "POST   | /v1/models/tea:recommend      | {\"user\":\"u\",\"n\":-1} | 400 INVALID_ARGUMENT N_OUT_OF_RANGE",
          "POST   | /v1/models/tea:recommend      | {\"user\":\"u\"}          | 404 NOT_FOUND MODEL_NOT_FOUND",
          "GET    | /v1/models/tea                |                          | 404 NOT_FOUND MODEL_NOT_FOUND",
          "GET    | /v1/models/tea/versions       |                          | 404 NOT_FOUND MODEL_NOT_FOUND",
          "GET    | /v1/models/tea/versions/1     |                          | 404 NOT_FOUND MODEL_NOT_FOUND",
          "GET    | /v1/models/tea/versions/one   |                          | 400 INVALID_ARGUMENT NAME_MALFORMED",
          "POST   | /v1/models/tea:train          | {\"plugin\":\"mf\",\"requestId\":\"2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11\"} | 404 NOT_FOUND PLUGIN_NOT_FOUND",
          "POST   | /v1/models/tea:train          | {\"requestId\":\"2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11\"} | 404 NOT_FOUND DATASET_NOT_FOUND",
          "POST   | /v1/models/tea/versions/1:activate | {}                  | 404 NOT_FOUND MODEL_NOT_FOUND",
          "POST   | /v1/models/tea/versions/1:rebase   | {}                  | 404 NOT_FOUND VERSION_NOT_FOUND",
          "POST   | /v1/erasures | {\"model\":\"models/tea\",\"user\":\"u\"} | 400 INVALID_ARGUMENT REQUEST_ID_MISSING",
          "POST   | /v1/erasures | {\"model\":\"models/tea\",\"user\":\"u\",\"requestId\":\"2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11\"} | 404 NOT_FOUND MODEL_NOT_FOUND",
          "GET    | /v1/erasures?model=models/tea |                          | 404 NOT_FOUND MODEL_NOT_FOUND",
          "GET    | /v1/erasures?pageSize=-1      |                          | 400 INVALID_ARGUMENT PAGE_SIZE_NEGATIVE",
          "GET    | ERASURE                       |                          | 404 NOT_FOUND ERASURE_NOT_FOUND",
          "GET    | ERASURE:watch                 |                          | 404 NOT_FOUND ERASURE_NOT_FOUND",
          "POST   | ERASURE:approve               |                          | 404 NOT_FOUND ERASURE_NOT_FOUND",
          "POST   | ERASURE:cancel                | {}                       | 404 NOT_FOUND ERASURE_NOT_FOUND",
          "GET    | ERASURE/receipt               |                          | 404 NOT_FOUND ERASURE_NOT_FOUND",
          "GET    | /v1/log/consistencyProof?oldSize=5&newSize=4 |           | 400 INVALID_ARGUMENT ARGUMENT_INVALID",
          "GET    | /v1/log/entries?pageToken=x   |                          | 400 INVALID_ARGUMENT PAGE_TOKEN_INVALID",
          "GET    | /v1/operations/x              |                          | 404 NOT_FOUND OPERATION_NOT_FOUND",
          "POST   | /v1/operations/x:cancel       | {}                       | 404 NOT_FOUND OPERATION_NOT_FOUND",
          "DELETE | /v1/operations/x              |                          | 404 NOT_FOUND OPERATION_NOT_FOUND"})
  void call_thatTheServiceRefuses_tellsItsReason(
      String method, String path, String body, String expected) {
    HttpResponse<String> refused = web.send(method, path.replace("ERASURE", ERASURE), body);
    assertEquals(expected, refused.statusCode() + " " + Web.error(refused));
    assertEquals(
        "application/json; charset=utf-8", refused.headers().firstValue("content-type").get());
  }

  @ParameterizedTest
  @CsvSource({"/v1/models, {}", "/v1/erasures, {}", "/v1/operations?pageSize=2, {}",
      "/v1/log/entries, {}", "/v1/log/consistencyProof, {}"})
  void call_thatSucceeds_isProtobufsJson(String path, String body) {
    HttpResponse<String> answer = web.get(path);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(body, answer.body());
  }

  @Test
  void call_overHttp2_isTheSame() {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    Web upgraded = new Web(client, web.server());
    assertEquals(200, upgraded.get("/v1/models").statusCode());
    HttpResponse<String> second = upgraded
        .post("/v1/models/tea:recommend", "{\"user\":\"u\",\"n\":1}");
    assertEquals(HttpClient.Version.HTTP_2, second.version());
    assertEquals("NOT_FOUND MODEL_NOT_FOUND", Web.error(second));
  }

  @Test
  void checkpoint_isASignedNote() {
    String note = Web.json(web.get("/v1/log/checkpoint")).get("checkpoint").getAsString();
    assertTrue(note.startsWith("lethe-receipts/"), note);
  }

  @ParameterizedTest
  @CsvSource({"GET, /, 404 NOT_FOUND PATH_NOT_FOUND", "GET, /v1, 404 NOT_FOUND PATH_NOT_FOUND",
      "GET, /v1/models/, 404 NOT_FOUND PATH_NOT_FOUND",
      "GET, /v1/models/tea:brew, 404 NOT_FOUND PATH_NOT_FOUND",
      "POST, /lethe.v1.ModelService/ListModels, 404 NOT_FOUND PATH_NOT_FOUND",
      "DELETE, /v1/models, 405 UNIMPLEMENTED METHOD_NOT_ALLOWED",
      "QUERY, /v1/models, 405 UNIMPLEMENTED METHOD_NOT_ALLOWED",
      "TRACE, /healthz, 405 UNIMPLEMENTED METHOD_NOT_ALLOWED",
      "POST, /openapi.json, 405 UNIMPLEMENTED METHOD_NOT_ALLOWED",
      "OPTIONS, /v1/models, 405 UNIMPLEMENTED METHOD_NOT_ALLOWED",
      "PUT, /v1/erasures, 405 UNIMPLEMENTED METHOD_NOT_ALLOWED"})
  void request_toNoMethodOfThatPath_isRefused(String method, String path, String expected) {
    HttpResponse<String> refused = web.send(method, path, null);
    assertEquals(expected, refused.statusCode() + " " + Web.error(refused));
    assertEquals(refused.statusCode() == 405, refused.headers().firstValue("allow").isPresent());
  }

  @Test
  void request_withAnotherMethod_tellsWhichThereAre() {
    assertEquals(
        List.of("GET, POST"),
        web.send("DELETE", "/v1/erasures", null).headers().allValues("allow"));
  }

  @Test
  void request_largerThanItMayBe_isRefused() {
    HttpResponse<String> body = web.post("/v1/erasures", "{\"user\":\"" + "x".repeat(2048) + "\"}");
    assertEquals(
        "413 RESOURCE_EXHAUSTED BODY_TOO_LARGE", body.statusCode() + " " + Web.error(body));
    HttpResponse<String> header = web.get("/v1/models", "x-much", "x".repeat(9000));
    assertEquals(
        "431 INVALID_ARGUMENT HEADERS_TOO_LARGE", header.statusCode() + " " + Web.error(header));
    HttpResponse<String> path = web.get("/v1/models?pageToken=" + "x".repeat(9000));
    assertEquals("414 INVALID_ARGUMENT PATH_TOO_LONG", path.statusCode() + " " + Web.error(path));
  }

  @Test
  void body_ofAnotherMediaType_isRefused() {
    HttpResponse<String> refused = web.post(
        "/v1/models/tea:recommend", "user=u&n=1", "content-type",
        "application/x-www-form-urlencoded");
    assertEquals(
        "415 INVALID_ARGUMENT BODY_NOT_JSON", refused.statusCode() + " " + Web.error(refused));
  }

  @Test
  void body_compressed_isRefusedAsSuch() {
    HttpResponse<String> refused = web
        .post("/v1/models/tea:recommend", "\u001f\u008b", "content-encoding", "gzip");
    assertEquals(
        "415 INVALID_ARGUMENT BODY_ENCODED", refused.statusCode() + " " + Web.error(refused));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"user\":\"u\",\"n\":1,\"zip\":1} | has a field that",
          "{\"user\":\"u\",\"n\":\"many\"} | n has a value that is not of its type, int32",
          "{\"user\":\"u\",n:1} | it is no JSON at line 1 column",
          "{\"user\":\"u\",\"n\":1,\"model\":\"models/cocoa\"} | model is another than that of the path",
          "{\"user\":\"u\",\"n\":1,\"model\":\"tea\"} | as the path does, in the form models/NAME"})
  void body_thatIsNoRequest_isRefusedInWords(String body, String words) {
    HttpResponse<String> refused = web.post("/v1/models/tea:recommend", body);
    assertEquals(
        "400 INVALID_ARGUMENT ARGUMENT_INVALID", refused.statusCode() + " " + Web.error(refused));
    assertTrue(refused.body().contains(words), refused.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:7780"})
  void request_ofAWebPage_isRefusedAndSaysNothingOfCors(String origin) {
    HttpResponse<String> refused = web.get("/v1/models", "origin", origin);
    assertEquals(
        "403 PERMISSION_DENIED ORIGIN_NOT_ALLOWED",
        refused.statusCode() + " " + Web.error(refused));
    assertFalse(refused.headers().map().containsKey("access-control-allow-origin"));
  }

  @Test
  void request_ofAPageThatTheGatewayServed_isAnswered() {
    assertEquals(200, web.get("/v1/models", "origin", web.server().toString()).statusCode());
    String encrypted = web.server().toString().replace("http:", "https:");
    assertEquals(403, web.get("/v1/models", "origin", encrypted).statusCode());
  }

  @Test
  void health_whileServing_isOk() {
    HttpResponse<String> health = web.get("/healthz");
    assertEquals("200 {\"status\":\"SERVING\"}", health.statusCode() + " " + health.body());
  }

  @Test
  void health_ofOneService_isThatServices() {
    HttpResponse<String> audit = web.get("/healthz?service=lethe.v1.AuditService");
    assertEquals("200 {\"status\":\"SERVING\"}", audit.statusCode() + " " + audit.body());
    assertEquals(404, web.get("/healthz?service=models/tea").statusCode());
  }

  @Test
  void health_askedForItsHead_isThatOnly() {
    HttpResponse<String> head = web.send("HEAD", "/healthz", null);
    assertEquals("200 ", head.statusCode() + " " + head.body());
  }

  @Test
  void openApi_atBothPaths_isTheDocument() {
    String document = web.get("/openapi.json").body();
    assertTrue(document.startsWith("{\n  \"openapi\": \"3.1.0\""), document.substring(0, 60));
    assertEquals(document, web.get("/openapi.yaml").body());
  }

  @Test
  void call_beyondWhatTheServerTakes_isShed(@TempDir Path folder) throws Exception {
    Map<String, String> small = Map.of("control.pending-calls-max", "1");
    try (LetheServer full = LetheServer.start(config(folder, small))) {
      ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", full.port())
          .usePlaintext()
          .build();
      Web caller = Web.at(full.gatewayPort().orElseThrow());
      CountDownLatch open = new CountDownLatch(1);
      StreamObserver<ServerReflectionRequest> stream = ServerReflectionGrpc.newStub(channel)
          .serverReflectionInfo(new Opened(open));
      stream.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
      open.await();
      HttpResponse<String> shed = caller.get("/v1/models");
      HttpResponse<String> other = caller
          .post("/v1/models/tea:recommend", "{\"user\":\"u\",\"n\":1}");
      assertAll(
          () -> assertEquals(
              "429 RESOURCE_EXHAUSTED OVERLOADED", shed.statusCode() + " " + Web.error(shed)),
          () -> assertEquals("1", shed.headers().firstValue("retry-after").orElse("")),
          () -> assertEquals("NOT_FOUND MODEL_NOT_FOUND", Web.error(other)),
          () -> assertEquals(200, caller.get("/healthz").statusCode()));
      stream.onCompleted();
      channel.shutdownNow();
      Until.holds(() -> caller.get("/v1/models").statusCode() == 200);
    }
  }

  private record Opened(CountDownLatch open) implements StreamObserver<ServerReflectionResponse> {
    @Override
    public void onNext(ServerReflectionResponse response) {
      open.countDown();
    }

    @Override
    public void onError(Throwable failure) {
      open.countDown();
    }

    @Override
    public void onCompleted() {
      open.countDown();
    }
  }

  @Test
  void start_asUsual_hasNoGateway(@TempDir Path folder) throws IOException {
    try (LetheServer usual = LetheServer.start(config(folder, Map.of("gateway.port", "-1")))) {
      assertTrue(usual.gatewayPort().isEmpty());
    }
  }

  @Test
  void start_portTaken_saysSo(@TempDir Path folder) throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      ServerConfig config = config(
          folder, Map.of("gateway.port", String.valueOf(taken.getLocalPort())));
      IOException refused = assertThrows(IOException.class, () -> LetheServer.start(config));
      String told = String.valueOf(refused.getMessage());
      assertTrue(
          told.startsWith("the JSON gateway cannot listen on 127.0.0.1:" + taken.getLocalPort()),
          told);
      assertTrue(told.contains("--set gateway.port="), told);
    }
  }

  @Test
  void start_plainTextForOthers_isRefused(@TempDir Path folder) {
    ServerConfig config = config(folder, Map.of("gateway.host", "0.0.0.0"));
    ConfigException refused = assertThrows(ConfigException.class, () -> LetheServer.start(config));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("gateway.host = 0.0.0.0"),
        refused.getMessage());
  }
}
