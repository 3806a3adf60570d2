package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A privacy team's tool: it knows the specification and nothing of Lethe. */
final class DsrClient {

  private final String base;
  private final @Nullable String token;
  private final HttpClient client = HttpClient.newHttpClient();

  /** An answer whose body was JSON. */
  record Answer(int status, HttpResponse<byte[]> raw) {

    JsonNode json() {
      return DsrJson.parsed(raw.body());
    }

    String text(String field) {
      return DsrJson.text(json(), field);
    }

    String error() {
      return DsrJson.text(json().get("error"), "message");
    }

    String reason() {
      return DsrJson.text(json().get("error").get("errors").get(0), "reason");
    }

    String domain() {
      return DsrJson.text(json().get("error").get("errors").get(0), "domain");
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElseThrow();
    }

    List<String> states() {
      JsonNode ours = json().get("extensions").get(header("X-OpenDSR-Processor-Domain"));
      return ours.get("erasures").valueStream().map(part -> DsrJson.text(part, "state")).toList();
    }
  }

  DsrClient(String base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  static String erasure(UUID id, String user, String... callbacks) {
    return request(id, "erasure", "controller_customer_id", user, "raw", callbacks);
  }

  static String request(
      UUID id, String type, String identityType, String value, String format, String... callbacks) {
    String urls = Arrays.stream(callbacks)
        .map(url -> '"' + url + '"')
        .collect(Collectors.joining(", "));
    return """
        {"regulation": "gdpr", "subject_request_id": "%s", "subject_request_type": "%s",
         "submitted_time": "2026-11-24T15:00:00Z", "api_version": "2.0",
         "subject_identities": [
           {"identity_type": "%s", "identity_value": "%s", "identity_format": "%s"}],
         "status_callback_urls": [%s]}
        """.formatted(id, type, identityType, value, format, urls);
  }

  Answer post(String body) {
    return call("POST", "/requests", body);
  }

  Answer status(UUID id) {
    return call("GET", "/requests/" + id, "");
  }

  Answer cancel(UUID id) {
    return call("DELETE", "/requests/" + id, "");
  }

  Answer call(String verb, String path, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
        .method(
            verb,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> answer = client
          .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer);
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The certificate that the discovery document names, from this server. */
  X509Certificate certificate() throws GeneralSecurityException {
    Answer discovery = call("GET", "/discovery", "");
    assertEquals(200, discovery.status());
    String url = discovery.text("processor_certificate");
    assertTrue(url.endsWith("/opendsr/v2/certificate"), url);
    byte[] pem = call("GET", "/certificate", "").raw().body();
    return (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem));
  }

  static void assertSigned(X509Certificate certificate, Answer answer) throws Exception {
    assertSigned(
        certificate, answer.header("X-OpenDSR-Processor-Domain"),
        answer.header("X-OpenDSR-Signature"), answer.raw().body());
  }

  static void assertSigned(
      X509Certificate certificate, String domain, String signature, byte[] body) throws Exception {
    List<String> names = certificate.getSubjectAlternativeNames()
        .stream()
        .map(name -> String.valueOf(name.get(1)))
        .toList();
    assertTrue(names.contains(domain), domain);
    boolean elliptic = certificate.getPublicKey().getAlgorithm().equals("EC");
    Signature check = Signature.getInstance(elliptic ? "SHA256withECDSA" : "SHA256withRSA");
    check.initVerify(certificate);
    check.update(body);
    assertTrue(
        check.verify(Base64.getDecoder().decode(signature)),
        () -> new String(body, StandardCharsets.UTF_8));
  }
}
