package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetheClientBuilderTest {

  private static final String PASSWORD = "of-a-test";

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:1", "127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "localhost",
          "dns:///localhost:1"})
  void defaultCredentials_loopback_plaintext(String target) {
    assertInstanceOf(
        InsecureChannelCredentials.class, LetheClientBuilder.defaultCredentials(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lethe.example:1", "10.0.0.1:1", "localhost.example:1", "127.0.0.1.example",
          "dns:///lethe.example:1", "[::2]:1"})
  void defaultCredentials_elsewhere_tls(String target) {
    assertInstanceOf(TlsChannelCredentials.class, LetheClientBuilder.defaultCredentials(target));
  }

  @Test
  void deadline_zero_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LetheClient.builder("localhost:1").deadline(Duration.ZERO));
  }

  @Test
  void credentials_ownAuthority_trustedOnlyWhenTold(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore store = selfSigned(folder);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory
        .getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);

    try (
        TestServer server = new TestServer(
            TlsServerCredentials.newBuilder().keyManager(keys.getKeyManagers()).build());
        LetheClient told = server.client()
            .credentials(
                TlsChannelCredentials.newBuilder().trustManager(trust.getTrustManagers()).build())
            .build();
        LetheClient untold = server.client().credentials(TlsChannelCredentials.create()).build()) {
      assertEquals(2, told.recommend("movies", "ann", 2).items().size());
      LetheException failure = assertThrows(
          LetheException.class, () -> untold.recommend("movies", "ann", 2));
      assertEquals(Status.Code.UNAVAILABLE, failure.status());
    }
  }

  @Test
  void trusting_authoritiesFile_isTrustedAndTokensTravelOverIt(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore store = selfSigned(folder);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    Path authority = Files.writeString(
        folder.resolve("authority.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("authority").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    AtomicInteger asked = new AtomicInteger();

    try (
        TestServer server = new TestServer(
            TlsServerCredentials.newBuilder().keyManager(keys.getKeyManagers()).build());
        LetheClient client = server.client()
            .trusting(authority)
            .token(() -> "token-" + asked.incrementAndGet())
            .build()) {
      client.recommend("movies", "ann", 2);
      client.recommend("movies", "ann", 2);
      assertEquals(List.of("Bearer token-1", "Bearer token-2"), server.authorizations.seen());
    }
  }

  @Test
  void token_supplierThatFails_failsTheCallAsUnauthenticated() {
    try (TestServer server = new TestServer(); LetheClient client = server.client().token(() -> {
      throw new IllegalStateException("the office is closed");
    }).build()) {
      LetheException failure = assertThrows(
          LetheException.class, () -> client.recommend("movies", "ann", 2));
      assertEquals(Status.Code.UNAUTHENTICATED, failure.status());
      assertEquals(List.of(), server.authorizations.seen());
    }
  }

  @Test
  void build_tokenInPlainTextToAnotherMachine_isRefused() {
    LetheClientBuilder builder = LetheClient.builder("lethe.example:1")
        .plaintext()
        .token(() -> "secret");
    assertThrows(IllegalStateException.class, builder::build);
  }

  @Test
  void build_whomToTrustSaidTwice_isRefused(@TempDir Path folder) {
    LetheClientBuilder builder = LetheClient.builder("localhost:1")
        .plaintext()
        .trusting(folder.resolve("authority.pem"));
    assertThrows(IllegalStateException.class, builder::build);
  }

  @Test
  void build_missingCertificates_isRefused(@TempDir Path folder) {
    LetheClientBuilder builder = LetheClient.builder("localhost:1")
        .presenting(folder.resolve("mine.pem"), folder.resolve("mine.key"));
    assertThrows(UncheckedIOException.class, builder::build);
  }

  private static KeyStore selfSigned(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    Process keytool = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
        "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
        "-ext", "bc=ca:true", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass",
        PASSWORD).redirectErrorStream(true)
        .redirectOutput(folder.resolve("keytool.log").toFile())
        .start();
    assertEquals(0, keytool.waitFor(), () -> "keytool failed");
    KeyStore pair = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(file)) {
      pair.load(bytes, PASSWORD.toCharArray());
    }
    // A trust store trusts certificate entries, not the certificates of its own keys.
    pair.setCertificateEntry("authority", pair.getCertificate("server"));
    return pair;
  }
}
