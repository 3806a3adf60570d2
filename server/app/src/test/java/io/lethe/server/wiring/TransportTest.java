package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.lethe.server.access.Role;
import io.lethe.server.config.ConfigException;
import io.lethe.server.wiring.RawCalls.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on real connections: who is let in by a certificate, and what certificates do when they change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportTest {

  private static final String READ = "lethe.v1.ModelService/ListModels";
  private static final String UNLEARN = "lethe.v1.UnlearningService/Unlearn";
  private Path authorityFile;
  private Path othersFile;
  private Authority.Pair server;
  private Authority.Pair next;
  private Authority.Pair expired;
  private Authority.Pair client;
  private Authority.Pair stranger;
  private Authority.Pair othersClient;
  private Authority.Pair selfSigned;
  private Path roles;

  @BeforeAll
  void issue(@TempDir Path folder) throws Exception {
    Authority authority = new Authority(folder, "house");
    Authority others = new Authority(folder, "others");
    authorityFile = authority.certificate();
    othersFile = others.certificate();
    server = authority.server("first");
    next = authority.server("next");
    expired = authority.server("expired", "-startdate", "-10d", "-validity", "5");
    client = authority.client("shop");
    stranger = authority.client("stranger");
    othersClient = others.client("shop-of-others");
    selfSigned = others.selfSigned("shop-by-itself");
    roles = Files.writeString(folder.resolve("roles"), "shop = serve, train\n");
  }

  private Map<String, String> tls(Authority.Pair identity) {
    return Map.of(
        "tls.certificate-file", identity.certificate().toString(), "tls.key-file",
        identity.key().toString());
  }

  private Map<String, String> mutual(String clientCertificates) {
    Map<String, String> settings = new HashMap<>(tls(server));
    settings.put("tls.client-ca-file", authorityFile.toString());
    settings.put("tls.client-certificates", clientCertificates);
    settings.put("auth.roles-file", roles.toString());
    return settings;
  }

  private ChannelCredentials trusting(Path authority, Authority.@Nullable Pair shown)
      throws IOException {
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder()
        .trustManager(authority.toFile());
    if (shown != null) {
      credentials.keyManager(shown.certificate().toFile(), shown.key().toFile());
    }
    return credentials.build();
  }

  private static Outcome call(
      GuardedServer guarded, ChannelCredentials credentials, String method,
      @Nullable String token) {
    ManagedChannel channel = Grpc
        .newChannelBuilder("127.0.0.1:" + guarded.server().port(), credentials)
        .build();
    try {
      return RawCalls.call(channel, method, MethodType.UNARY, RawCalls.bearing(token), new byte[0]);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void tls_andToken_letsInThoseWhoTrustTheServersAuthority(@TempDir Path folder)
      throws IOException {
    try (GuardedServer guarded = GuardedServer.start(folder, tls(server))) {
      String token = guarded.token("alice", Role.SERVE);
      assertEquals(
          Status.Code.OK, call(guarded, trusting(authorityFile, null), READ, token).code());
      assertEquals(
          Status.Code.UNAUTHENTICATED,
          call(guarded, trusting(authorityFile, null), READ, null).code());
      assertEquals(
          Status.Code.UNAVAILABLE, call(guarded, trusting(othersFile, null), READ, token).code());
      assertEquals(
          Status.Code.UNAVAILABLE,
          call(guarded, InsecureChannelCredentials.create(), READ, token).code());
    }
  }

  @Test
  void requiredClientCertificates_onlyThoseOfTheAuthority_areConnected(@TempDir Path folder)
      throws IOException {
    try (GuardedServer guarded = GuardedServer.start(folder, mutual("REQUIRED"))) {
      assertEquals(Status.Code.OK, read(guarded, client, null).code());
      String token = guarded.token("alice", Role.SERVE);
      assertEquals(Status.Code.UNAVAILABLE, read(guarded, null, token).code());
      assertEquals(Status.Code.UNAVAILABLE, read(guarded, othersClient, token).code());
      assertEquals(Status.Code.UNAVAILABLE, read(guarded, selfSigned, token).code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUIRED", "OPTIONAL"})
  void clientCertificate_shownAlthoughItsIssuerIsNotTrusted_endsTheConnection(
      String clientCertificates, @TempDir Path folder) throws Exception {
    try (GuardedServer guarded = GuardedServer.start(folder, mutual(clientCertificates))) {
      int port = guarded.server().port();
      assertTrue(Handshake.isWelcome(port, authorityFile, client));
      assertFalse(Handshake.isWelcome(port, authorityFile, othersClient));
      assertFalse(Handshake.isWelcome(port, authorityFile, selfSigned));
    }
  }

  @Test
  void clientCertificate_itsCommonName_hasTheRolesOfTheFileAndNoOthers(@TempDir Path folder)
      throws IOException {
    try (GuardedServer guarded = GuardedServer.start(folder, mutual("REQUIRED"))) {
      Outcome denied = call(guarded, trusting(authorityFile, client), UNLEARN, null);
      assertEquals("PERMISSION_DENIED", denied.reason());
      assertTrue(denied.told().contains("shop"), denied.told());
      assertEquals("PERMISSION_DENIED", read(guarded, stranger, null).reason());
    }
  }

  @Test
  void optionalClientCertificates_tokenOrCertificate_oneOfThemIsNeeded(@TempDir Path folder)
      throws IOException {
    try (GuardedServer guarded = GuardedServer.start(folder, mutual("OPTIONAL"))) {
      assertEquals(Status.Code.OK, read(guarded, client, null).code());
      assertEquals(Status.Code.OK, read(guarded, null, guarded.token("alice", Role.AUDIT)).code());
      assertEquals(Status.Code.UNAUTHENTICATED, read(guarded, null, null).code());
      assertEquals(Status.Code.UNAUTHENTICATED, read(guarded, selfSigned, null).code());
      // A certificate does not make up for a bad token.
      assertEquals(Status.Code.UNAUTHENTICATED, read(guarded, client, "a.b.c").code());
    }
  }

  private Outcome read(
      GuardedServer guarded, Authority.@Nullable Pair shown, @Nullable String token)
      throws IOException {
    return call(guarded, trusting(authorityFile, shown), READ, token);
  }

  @Test
  void certificateFiles_replaced_newConnectionsSeeTheNewOneAndBadOnesChangeNothing(
      @TempDir Path folder) throws Exception {
    Path certificate = copy(server.certificate(), folder.resolve("in-use.pem"));
    Path key = copy(server.key(), folder.resolve("in-use.key"));
    Authority.Pair inUse = new Authority.Pair(certificate, key);
    try (GuardedServer guarded = GuardedServer.start(folder, tls(inUse))) {
      int port = guarded.server().port();
      assertEquals("first", Handshake.commonName(port, authorityFile));
      copy(next.certificate(), certificate);
      guarded.server().refreshAccess();
      assertEquals("first", Handshake.commonName(port, authorityFile));
      copy(next.key(), key);
      guarded.server().refreshAccess();
      assertEquals("next", Handshake.commonName(port, authorityFile));
      copy(expired.certificate(), certificate);
      copy(expired.key(), key);
      guarded.server().refreshAccess();
      assertEquals("next", Handshake.commonName(port, authorityFile));
      Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nabc\n");
      guarded.server().refreshAccess();
      Files.delete(certificate);
      guarded.server().refreshAccess();
      assertEquals("next", Handshake.commonName(port, authorityFile));
      copy(server.certificate(), certificate);
      copy(server.key(), key);
      Until.holds(() -> Handshake.commonName(port, authorityFile).equals("first"));
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void start_reachableInPlainText_isRefusedInWords(@TempDir Path folder) {
    for (String host : new String[]{"0.0.0.0", "::"}) {
      String refusal = refusal(folder, Map.of("listen.host", host));
      assertTrue(refusal.contains("listen.host = " + host), refusal);
      assertTrue(refusal.contains("tls.certificate-file"), refusal);
    }
    String admin = refusal(folder, Map.of("admin.host", "0.0.0.0"));
    assertTrue(admin.contains("admin.host = 0.0.0.0"), admin);
  }

  @Test
  void start_reachableWithoutAuthentication_isRefusedInWords(@TempDir Path folder) {
    Map<String, String> settings = new HashMap<>(tls(server));
    settings.put("listen.host", "0.0.0.0");
    settings.put("auth.keys-file", "");
    settings.put("auth.audience", "");
    String refusal = refusal(folder, settings);
    assertTrue(refusal.contains("say who they are"), refusal);
  }

  @Test
  void start_filesThatDoNotFit_isRefusedInWords(@TempDir Path folder) {
    String mixed = refusal(folder, tls(new Authority.Pair(server.certificate(), next.key())));
    assertTrue(mixed.contains("of one pair"), mixed);
    String late = refusal(folder, tls(expired));
    assertTrue(late.contains("expired"), late);
    String missing = refusal(
        folder, tls(new Authority.Pair(folder.resolve("none.pem"), server.key())));
    assertTrue(missing.contains("none.pem cannot be read"), missing);
    String half = refusal(folder, Map.of("tls.key-file", server.key().toString()));
    assertTrue(half.contains("go together"), half);
  }

  private static String refusal(Path folder, Map<String, String> settings) {
    return Objects.requireNonNull(
        assertThrows(ConfigException.class, () -> GuardedServer.start(folder, settings).close())
            .getMessage());
  }
}
