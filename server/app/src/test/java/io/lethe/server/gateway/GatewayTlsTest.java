package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.access.Role;
import io.lethe.server.wiring.Authority;
import io.lethe.server.wiring.GuardedServer;
import io.lethe.server.wiring.Until;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's TLS is that of gRPC's ports, from the same files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTlsTest {

  private static final char[] PASSWORD = "unused".toCharArray();

  private Path authority;
  private Authority.Pair server;
  private Authority.Pair next;
  private Authority.Pair client;
  private Authority.Pair othersClient;
  private Path roles;

  @BeforeAll
  void issue(@TempDir Path folder) throws Exception {
    Authority house = new Authority(folder, "house");
    authority = house.certificate();
    server = house.server("first");
    next = house.server("next");
    client = house.client("shop");
    othersClient = new Authority(folder, "others").client("shop-of-others");
    roles = Files.writeString(folder.resolve("roles"), "shop = serve\n");
  }

  private Map<String, String> settings(Path certificate, Path key) {
    Map<String, String> settings = new HashMap<>();
    settings.put("gateway.port", "0");
    settings.put("tls.certificate-file", certificate.toString());
    settings.put("tls.key-file", key.toString());
    return settings;
  }

  private Map<String, String> mutual(String clientCertificates) {
    Map<String, String> settings = settings(server.certificate(), server.key());
    settings.put("tls.client-ca-file", authority.toString());
    settings.put("tls.client-certificates", clientCertificates);
    settings.put("auth.roles-file", roles.toString());
    return settings;
  }

  private Web web(GuardedServer guarded, Authority.@Nullable Pair shown) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("house", certificates(authority)[0]);
    TrustManagerFactory trust = TrustManagerFactory
        .getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(shown == null ? new KeyManager[0] : keys(shown), trust.getTrustManagers(), null);
    return new Web(
        HttpClient.newBuilder().sslContext(tls).build(),
        URI.create("https://127.0.0.1:" + guarded.server().gatewayPort().orElseThrow()));
  }

  private static KeyManager[] keys(Authority.Pair shown) throws Exception {
    String pem = Files.readString(shown.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
    PrivateKey key = KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, PASSWORD);
    own.setKeyEntry("own", key, PASSWORD, certificates(shown.certificate()));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    return keys.getKeyManagers();
  }

  private static Certificate[] certificates(Path pem) throws Exception {
    byte[] text = Files.readString(pem).getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(text))
        .toArray(Certificate[]::new);
  }

  private static String told(HttpResponse<String> response) {
    return response.statusCode() == 200 ? "200" : response.statusCode() + " " + Web.error(response);
  }

  @Test
  void tlsAndToken_overHttp2_reachTheService(@TempDir Path folder) throws Exception {
    try (GuardedServer guarded = GuardedServer
        .start(folder, settings(server.certificate(), server.key()))) {
      Web web = web(guarded, null);
      HttpResponse<String> answer = web
          .get("/v1/models", "authorization", "Bearer " + guarded.token("alice", Role.SERVE));
      assertEquals("200", told(answer));
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertEquals("401 UNAUTHENTICATED UNAUTHENTICATED", told(web.get("/v1/models")));
      Web plain = Web.at(guarded.server().gatewayPort().orElseThrow());
      assertTrue(
          assertThrows(AssertionError.class, () -> plain.get("/healthz"))
              .getCause() instanceof IOException);
    }
  }

  @Test
  void requiredClientCertificate_isThePrincipal_andNobodyElseConnects(@TempDir Path folder)
      throws Exception {
    try (GuardedServer guarded = GuardedServer.start(folder, mutual("REQUIRED"))) {
      Web shop = web(guarded, client);
      assertEquals("200", told(shop.get("/v1/models")));
      HttpResponse<String> denied = shop.get("/v1/erasures");
      assertEquals("403 PERMISSION_DENIED PERMISSION_DENIED", told(denied));
      assertTrue(denied.body().contains("\"principal\":\"shop\""), denied.body());
      Web nobody = web(guarded, null);
      Web other = web(guarded, othersClient);
      assertThrows(AssertionError.class, () -> nobody.get("/healthz"));
      assertThrows(AssertionError.class, () -> other.get("/healthz"));
    }
  }

  @Test
  void optionalClientCertificate_tokenOrCertificate_oneOfThemIsNeeded(@TempDir Path folder)
      throws Exception {
    try (GuardedServer guarded = GuardedServer.start(folder, mutual("OPTIONAL"))) {
      Web nobody = web(guarded, null);
      String bearer = "Bearer " + guarded.token("alice", Role.AUDIT);
      assertEquals("200", told(web(guarded, client).get("/v1/models")));
      assertEquals("200", told(nobody.get("/v1/models", "authorization", bearer)));
      assertEquals("401 UNAUTHENTICATED UNAUTHENTICATED", told(nobody.get("/v1/models")));
      // A certificate does not make up for a bad token.
      assertEquals(
          "401 UNAUTHENTICATED UNAUTHENTICATED",
          told(web(guarded, client).get("/v1/models", "authorization", "Bearer a.b.c")));
    }
  }

  @Test
  void certificateFiles_replaced_areShownToNewConnections(@TempDir Path folder) throws Exception {
    Path certificate = copy(server.certificate(), folder.resolve("in-use.pem"));
    Path key = copy(server.key(), folder.resolve("in-use.key"));
    try (GuardedServer guarded = GuardedServer.start(folder, settings(certificate, key))) {
      assertEquals("CN=first", shown(guarded));
      copy(next.key(), key);
      copy(next.certificate(), certificate);
      Until.holds(() -> shown(guarded).equals("CN=next"));
    }
  }

  /** The subject that the gateway's certificate names to a new connection. */
  private String shown(GuardedServer guarded) {
    try {
      X509Certificate seen = (X509Certificate) web(guarded, null).get("/healthz")
          .sslSession()
          .orElseThrow()
          .getPeerCertificates()[0];
      return seen.getSubjectX500Principal().getName();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
