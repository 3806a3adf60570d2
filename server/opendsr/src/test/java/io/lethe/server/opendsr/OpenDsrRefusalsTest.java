package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasurePage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request, comes from nobody who may ask, or would make the server call anywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDsrRefusalsTest {

  private static final String PERSON = "user-3";
  private static final UUID ID = UUID.randomUUID();

  private DsrOffice office;
  private DsrWorld world;
  private DsrClient client;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    office = new DsrOffice(root);
    world = new DsrWorld(
        root.resolve("data"), office.options("dsr.example.com", "127.0.0.1:9", "[::1]:9"));
    world.train(DsrWorld.MOVIES, "user-");
    client = office.client(world);
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @AfterEach
  void nothingWasErased() {
    assertTrue(
        world.engine()
            .erasures()
            .list(ErasureFilter.ALL, ErasurePage.FIRST, 10)
            .erasures()
            .isEmpty());
    assertEquals(0, world.callbacks().open());
  }

  private void refused(String body, String message) {
    DsrClient.Answer answer = client.post(body);
    assertEquals(400, answer.status());
    assertEquals("lethe.io", answer.domain());
    assertTrue(answer.error().contains(message), answer.error());
    String whole = new String(answer.raw().body(), StandardCharsets.UTF_8);
    assertFalse(whole.contains(PERSON), whole);
  }

  private static String valid() {
    return DsrClient.erasure(ID, PERSON);
  }

  private static Stream<String[]> changes() {
    return Stream.of(
        new String[]{"\"raw\"", "\"sha1\"", "identity_format"},
        new String[]{"\"raw\"", "\"md5\"", "identity_format"},
        new String[]{"\"raw\"", "\"sha256\"", "identity_format"},
        new String[]{"\"controller_customer_id\"", "\"email\"", "controller_customer_id"},
        new String[]{"\"erasure\"", "\"forgetting\"", "erasure, access or portability"},
        new String[]{"\"gdpr\"", "\"lgpd\"", "gdpr or ccpa"},
        new String[]{"\"2.0\"", "\"1.0\"", "api_version must be 2.0"},
        new String[]{"2026-11-24T15:00:00Z", "yesterday", "submitted_time"},
        new String[]{ID.toString(), "00000000-0000-1000-8000-000000000000", "version 4"},
        new String[]{ID.toString(), "A7551968-D5D6-44B2-9831-815AC9017798", "lower case"},
        new String[]{"\"regulation\"", "\"law\"", "regulation is required"},
        new String[]{"\"subject_request_id\"", "\"id\"", "subject_request_id is required"},
        new String[]{"\"submitted_time\"", "\"time\"", "submitted_time is required"},
        new String[]{"\"subject_identities\"", "\"identities\"", "subject_identities"},
        new String[]{'"' + PERSON + '"', "3", "identity_value must be a string"},
        new String[]{'"' + PERSON + '"', "\"\"", "identity_value is an id of 0 bytes"},
        new String[]{PERSON, "\\ud800", "no valid Unicode"},
        new String[]{PERSON, "x".repeat(257), "identity_value is an id of 257 bytes"},
        new String[]{"\"api_version\"", "\"regulation\"", "repeated"},
        new String[]{"\"status_callback_urls\"", "\"extensions\": {\"localhost\": {}}, \"x\"",
            "no extensions"});
  }

  @ParameterizedTest
  @MethodSource("changes")
  void post_oneThingWrong_saysWhatAndQuotesNobody(String right, String wrong, String message) {
    refused(valid().replace(right, wrong), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "\"user-3\"", "{} {}", "{\"a\":", "\u0000"})
  void post_noJsonObject_refused(String body) {
    refused(body, "JSON object");
  }

  @Test
  void post_nestedWithoutEnd_refused() {
    refused("{\"a\":" + "[".repeat(5000), "JSON object");
  }

  @RepeatedTest(20)
  void post_tooLarge_refusedAndTheRefusalArrives() {
    DsrClient.Answer answer = client.post(" ".repeat(OpenDsrApi.BODY_BYTES_MAX) + valid());
    assertEquals(413, answer.status());
    assertTrue(answer.error().contains("65536 bytes"), answer.error());
    assertEquals("BODY_TOO_LARGE", answer.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://dsr.example.com/x", "https://dsr.example.com:8443/x",
          "https://evil.example.com/x", "https://dsr.example.com.evil.com/x",
          "https://dsr.example.com@evil.com/x", "https://user:pass@dsr.example.com/x",
          "https://dsr.example.com/x#fragment", "https://127.0.0.1/x", "http://127.0.0.1:8/x",
          "http://127.0.0.2:9/x", "http://localhost:9/x", "http://2130706433:9/x",
          "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]:9/x",
          "file:///etc/passwd", "ftp://dsr.example.com/x", "gopher://127.0.0.1:9/x", "/x", "",
          "https:///x", "https://dsr.example.com\\\\@evil.com/x",
          "https://dsr.example.com:99999999/x"})
  void post_callbackToElsewhere_refusedWithoutQuotingIt(String url) {
    DsrClient.Answer answer = client.post(DsrClient.erasure(ID, PERSON, url));
    assertEquals(400, answer.status(), url);
    assertTrue(answer.error().startsWith("status_callback_urls[0] "), answer.error());
    assertFalse(answer.error().contains("evil"), answer.error());
  }

  @Test
  void post_tooManyOrTooLongCallbacks_refused() {
    refused(DsrClient.erasure(ID, PERSON, "https://dsr.example.com/" + "x".repeat(2048)), "2048");
    String[] nine = Stream.iterate(0, k -> k + 1)
        .limit(9)
        .map(k -> "https://dsr.example.com/" + k)
        .toArray(String[]::new);
    refused(DsrClient.erasure(ID, PERSON, nine), "at most 8");
  }

  @Test
  void post_byNobody_unauthenticated() {
    for (String token : new String[]{null, "no-token"}) {
      DsrClient.Answer answer = new DsrClient(world.url(), token).post(valid());
      assertEquals(401, answer.status());
      assertEquals("UNAUTHENTICATED", answer.reason());
      assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "ingest", "train", "approve", "admin", "audit"})
  void post_byAnotherRole_denied(String role) {
    DsrClient.Answer answer = office.client(world, "somebody", role).post(valid());
    assertEquals(403, answer.status());
    assertEquals("PERMISSION_DENIED", answer.reason());
  }

  @Test
  void status_byRole_auditorsReadAndRecommendersDoNot() {
    assertEquals(404, office.client(world, "somebody", "audit").status(ID).status());
    assertEquals(403, office.client(world, "somebody", "audit").cancel(ID).status());
    assertEquals(403, office.client(world, "somebody", "serve").status(ID).status());
    assertEquals(401, new DsrClient(world.url(), null).status(ID).status());
  }

  @Test
  void discovery_byNobody_saysWhatIsSupported() throws Exception {
    DsrClient anybody = new DsrClient(world.url(), null);
    DsrClient.Answer discovery = anybody.call("GET", "/discovery", "");
    assertEquals("2.0", discovery.text("api_version"));
    assertEquals(
        "[{\"identity_type\":\"controller_customer_id\",\"identity_format\":\"raw\"}]",
        discovery.json().get("supported_identities").toString());
    assertEquals(
        "[\"erasure\",\"access\",\"portability\"]",
        discovery.json().get("supported_subject_request_types").toString());
    assertEquals(
        "https://localhost/opendsr/v2/certificate", discovery.text("processor_certificate"));
    assertEquals(200, anybody.call("GET", "/discovery/", "").status());
    assertTrue(anybody.certificate().getSubjectX500Principal().getName().contains("processor"));
  }

  @Test
  void otherPathsAndMethods_refused() {
    DsrClient.Answer nothing = client.call("GET", "/status", "");
    assertEquals(404, nothing.status());
    assertEquals("PATH_NOT_FOUND", nothing.reason());
    assertEquals("http.lethe.io", nothing.domain());
    DsrClient.Answer put = client.call("PUT", "/requests/" + ID, "{}");
    assertEquals(405, put.status());
    assertEquals("http.lethe.io", put.domain());
    assertEquals("GET, DELETE", put.header("Allow"));
    assertEquals(405, client.call("GET", "/requests", "").status());
    assertEquals(400, client.call("GET", "/requests/everybody", "").status());
  }
}
