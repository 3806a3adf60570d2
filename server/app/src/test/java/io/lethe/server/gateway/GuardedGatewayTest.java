package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.access.Role;
import io.lethe.server.wiring.GuardedServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that asks who calls, and whose pages of one origin may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedGatewayTest {

  private static final String SHOP = "https://shop.example";
  private static final String RECOMMEND = "/v1/models/tea:recommend";

  private GuardedServer guarded;
  private Web web;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    guarded = GuardedServer.start(
        folder,
        Map.of("gateway.port", "0", "gateway.cors-origins", SHOP + ", http://localhost:8080"));
    web = Web.at(guarded.server().gatewayPort().orElseThrow());
  }

  @AfterAll
  void stop() {
    guarded.close();
  }

  private String bearer(Role... roles) {
    return "Bearer " + guarded.token("alice", roles);
  }

  @Test
  void call_withoutToken_isAskedForOneBeforeItsBodyIsLookedAt() {
    HttpResponse<String> refused = web.post(RECOMMEND, "{no JSON");
    assertAll(
        () -> assertEquals(
            "401 UNAUTHENTICATED UNAUTHENTICATED", refused.statusCode() + " " + Web.error(refused)),
        () -> assertEquals(
            "Bearer realm=\"lethe\"", refused.headers().firstValue("www-authenticate").orElse("")));
  }

  @ParameterizedTest
  @CsvSource({"Bearer a.b.c", "Basic YTpi", "Bearer"})
  void call_withABadToken_isRefused(String authorization) {
    HttpResponse<String> refused = web.get("/v1/models", "authorization", authorization);
    assertEquals(
        "401 UNAUTHENTICATED UNAUTHENTICATED", refused.statusCode() + " " + Web.error(refused));
  }

  @Test
  void call_withTheRightRole_reachesTheService() {
    HttpResponse<String> answer = web
        .post(RECOMMEND, "{\"user\":\"u\",\"n\":1}", "authorization", bearer(Role.SERVE));
    assertEquals("NOT_FOUND MODEL_NOT_FOUND", Web.error(answer));
  }

  @Test
  void call_withAnotherRole_isDeniedByNameAndMethod() {
    HttpResponse<String> denied = web
        .post("/v1/erasures", "{}", "authorization", bearer(Role.SERVE));
    assertEquals(
        "403 PERMISSION_DENIED PERMISSION_DENIED", denied.statusCode() + " " + Web.error(denied));
    assertTrue(denied.body().contains("lethe.v1.UnlearningService/Unlearn"), denied.body());
  }

  @ParameterizedTest
  @CsvSource({"POST, /v1/models/tea/versions/1:activate", "POST, /v1/models/tea/versions/1:rebase"})
  void administration_isNotThere_whoeverAsks(String method, String path) {
    HttpResponse<String> absent = web.send(method, path, "{}", "authorization", bearer(Role.ADMIN));
    assertEquals("404 NOT_FOUND PATH_NOT_FOUND", absent.statusCode() + " " + Web.error(absent));
  }

  @Test
  void administration_ofAPathThatHasMore_isNoMethodOfIt() {
    HttpResponse<String> absent = web
        .send("DELETE", "/v1/operations/x", null, "authorization", bearer(Role.ADMIN));
    assertEquals(
        "405 UNIMPLEMENTED METHOD_NOT_ALLOWED", absent.statusCode() + " " + Web.error(absent));
  }

  @Test
  void watch_withoutToken_isRefusedLikeAnyCall() {
    HttpResponse<String> refused = web
        .get("/v1/erasures/2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11:watch");
    assertEquals(
        "401 UNAUTHENTICATED UNAUTHENTICATED", refused.statusCode() + " " + Web.error(refused));
  }

  @Test
  void health_isForEverybody() {
    assertEquals(200, web.get("/healthz").statusCode());
  }

  @Test
  void preflight_ofAPageThatMayCall_isAnswered() {
    HttpResponse<String> answer = web.send(
        "OPTIONS", RECOMMEND, null, "origin", SHOP, "access-control-request-method", "POST",
        "access-control-request-headers", "authorization,content-type");
    assertAll(
        () -> assertEquals(200, answer.statusCode()),
        () -> assertEquals(
            SHOP, answer.headers().firstValue("access-control-allow-origin").orElse("")),
        () -> assertTrue(
            answer.headers()
                .firstValue("access-control-allow-headers")
                .orElse("")
                .contains("authorization")),
        () -> assertFalse(answer.headers().map().containsKey("access-control-allow-credentials")));
  }

  @Test
  void call_ofAPageThatMayCall_maybeReadAlsoWhenItFails() {
    HttpResponse<String> refused = web.get("/v1/models", "origin", "http://localhost:8080");
    assertEquals(401, refused.statusCode());
    assertEquals(
        "http://localhost:8080",
        refused.headers().firstValue("access-control-allow-origin").orElse(""));
  }

  @Test
  void preflight_ofAnotherPage_isRefused() {
    HttpResponse<String> refused = web.send(
        "OPTIONS", RECOMMEND, null, "origin", "https://evil.example",
        "access-control-request-method", "POST");
    assertEquals(
        "403 PERMISSION_DENIED ORIGIN_NOT_ALLOWED",
        refused.statusCode() + " " + Web.error(refused));
    assertFalse(refused.headers().map().containsKey("access-control-allow-origin"));
  }
}
