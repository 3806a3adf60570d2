package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import io.lethe.server.wiring.RawCalls.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that must not be taken, each by one call to a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAttackTest {

  private static final String READ = "lethe.v1.ModelService/ListModels";
  private static final String UNLEARN = "lethe.v1.UnlearningService/Unlearn";
  private static final String ACTIVATE = "lethe.v1.ModelService/ActivateVersion";
  private GuardedServer guarded;
  private ManagedChannel channel;
  private EllipticCurveJsonWebKey curve;
  private String nobody;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path roles = Files.writeString(folder.resolve("roles"), "alice = serve, audit\n");
    guarded = GuardedServer
        .start(folder, Map.of("auth.roles-file", roles.toString(), "auth.issuer", "the-office"));
    curve = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    curve.setKeyId("curve");
    JsonWebKeySet keys = new JsonWebKeySet(guarded.key().open());
    keys.addJsonWebKey(curve);
    Files.writeString(guarded.keysFile(), keys.toJson(OutputControlLevel.PUBLIC_ONLY));
    channel = guarded.open();
    nobody = told(read(null));
    awaitCode(Status.Code.OK, es256());
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    guarded.close();
  }

  private PublicJsonWebKey key() throws Exception {
    return PublicJsonWebKey.Factory.newPublicJwk(guarded.key().secret());
  }

  private static JwtClaims claims(Consumer<JwtClaims> changes) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject("alice");
    claims.setAudience(GuardedServer.AUDIENCE);
    claims.setIssuer("the-office");
    claims.setIssuedAt(at(0));
    claims.setNotBefore(at(0));
    claims.setExpirationTime(at(300));
    claims.setStringListClaim("roles", "serve");
    changes.accept(claims);
    return claims;
  }

  private static NumericDate at(long secondsFromNow) {
    return NumericDate.fromSeconds(Instant.now().getEpochSecond() + secondsFromNow);
  }

  private String token(Consumer<JwtClaims> changes) throws Exception {
    return signed(claims(changes), key(), key().getKeyId());
  }

  private static String signed(JwtClaims claims, PublicJsonWebKey key, @Nullable String keyId)
      throws Exception {
    return signed(claims, AlgorithmIdentifiers.EDDSA, key.getPrivateKey(), keyId);
  }

  private static String signed(
      JwtClaims claims, String algorithm, java.security.@Nullable Key key, @Nullable String keyId)
      throws Exception {
    JsonWebSignature token = new JsonWebSignature();
    token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    token.setPayload(claims.toJson());
    token.setAlgorithmHeaderValue(algorithm);
    if (keyId != null) {
      token.setKeyIdHeaderValue(keyId);
    }
    if (key != null) {
      token.setKey(key);
    }
    token.setDoKeyValidation(false);
    return token.getCompactSerialization();
  }

  private String es256() throws Exception {
    return signed(
        claims(c -> {}), AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        curve.getPrivateKey(), "curve");
  }

  private Outcome read(@Nullable String token) {
    return RawCalls.call(channel, READ, MethodType.UNARY, RawCalls.bearing(token), new byte[0]);
  }

  private static String told(Outcome outcome) {
    return outcome.code() + " " + outcome.reason() + " " + outcome.told();
  }

  /** Not taken, and told nothing that a caller without any token is not told. */
  private void assertRefused(String token) {
    assertEquals(nobody, told(read(token)));
  }

  private void awaitCode(Status.Code code, String token) throws Exception {
    Until.holds(() -> read(token).code() == code);
  }

  @Test
  void goodTokens_ofBothAlgorithms_areTaken() throws Exception {
    assertEquals(Status.Code.OK, read(token(c -> {})).code());
    assertEquals(Status.Code.OK, read(es256()).code());
  }

  @Test
  void noToken_isUnauthenticatedByItsReason() {
    assertEquals("UNAUTHENTICATED", read(null).reason());
  }

  @Test
  void algorithmNone_isRefused() throws Exception {
    assertRefused(signed(claims(c -> {}), AlgorithmIdentifiers.NONE, null, key().getKeyId()));
    String[] parts = token(c -> {}).split("\\.", -1);
    String none = Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            "{\"alg\":\"NoNe\",\"kid\":\"%s\"}".formatted(key().getKeyId())
                .getBytes(StandardCharsets.UTF_8));
    assertRefused(none + "." + parts[1] + ".");
    assertRefused(none + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void symmetricSignature_byThePublicKeyAsSecret_isRefused() throws Exception {
    for (byte[] secret : List.of(
        key().getPublicKey().getEncoded(), guarded.key().open().getBytes(StandardCharsets.UTF_8))) {
      assertRefused(
          signed(
              claims(c -> {}), AlgorithmIdentifiers.HMAC_SHA256, new HmacKey(secret),
              key().getKeyId()));
    }
  }

  @Test
  void otherAlgorithm_isRefused() throws Exception {
    PublicJsonWebKey rsa = RsaJwkGenerator.generateJwk(2048);
    assertRefused(
        signed(
            claims(c -> {}), AlgorithmIdentifiers.RSA_USING_SHA256, rsa.getPrivateKey(),
            key().getKeyId()));
  }

  @Test
  void audience_anotherOrNone_isRefused() throws Exception {
    assertRefused(token(c -> c.setAudience("another-server")));
    assertRefused(token(c -> c.unsetClaim("aud")));
  }

  @Test
  void issuer_another_isRefused() throws Exception {
    assertRefused(token(c -> c.setIssuer("another-office")));
    assertRefused(token(c -> c.unsetClaim("iss")));
  }

  @Test
  void time_expiredOrNotYetValidOrFromTheFuture_isRefused() throws Exception {
    assertRefused(token(c -> {
      c.setIssuedAt(at(-400));
      c.setNotBefore(at(-400));
      c.setExpirationTime(at(-100));
    }));
    assertRefused(token(c -> c.setNotBefore(at(120))));
    assertRefused(token(c -> {
      c.setIssuedAt(at(120));
      c.setExpirationTime(at(180));
    }));
  }

  @Test
  void life_endlessOrTooLongOrWithoutIssue_isRefused() throws Exception {
    assertRefused(token(c -> c.setExpirationTime(at(15 * 60 + 10))));
    assertRefused(token(c -> c.unsetClaim("exp")));
    assertRefused(token(c -> c.unsetClaim("iat")));
    assertRefused(token(c -> c.setExpirationTime(NumericDate.fromSeconds(Long.MAX_VALUE / 2000))));
  }

  @Test
  void key_unknownOrUnnamedOrAnothersUnderAKnownName_isRefused() throws Exception {
    PublicJsonWebKey other = PublicJsonWebKey.Factory
        .newPublicJwk(TokenIssuer.newKey(new SecureRandom()).secret());
    assertRefused(signed(claims(c -> {}), other, other.getKeyId()));
    assertRefused(signed(claims(c -> {}), other, key().getKeyId()));
    assertRefused(signed(claims(c -> {}), key(), null));
    assertRefused(signed(claims(c -> {}), key(), "curve"));
  }

  @Test
  void payload_ofAnotherPrincipalUnderAGoodSignature_isRefused() throws Exception {
    String[] good = token(c -> {}).split("\\.", -1);
    String[] admin = signed(
        claims(c -> c.setSubject("root")),
        PublicJsonWebKey.Factory.newPublicJwk(TokenIssuer.newKey(new SecureRandom()).secret()),
        key().getKeyId()).split("\\.", -1);
    assertRefused(good[0] + "." + admin[1] + "." + good[2]);
  }

  @Test
  void subject_missingOrNoPrincipal_isRefused() throws Exception {
    assertRefused(token(c -> c.unsetClaim("sub")));
    assertRefused(token(c -> c.setSubject("a\nb")));
    assertRefused(token(c -> c.setSubject("x".repeat(129))));
    // What the server itself asks under.
    assertRefused(token(c -> c.setSubject("operator")));
    assertRefused(token(c -> c.setSubject("restore")));
  }

  @Test
  void garbage_isRefused() throws Exception {
    for (String garbage : List.of("", "a", "a.b.c", "....", "x".repeat(7000))) {
      assertRefused(garbage);
    }
  }

  @Test
  void authorization_otherSchemeOrTwice_isRefused() throws Exception {
    Metadata basic = new Metadata();
    basic.put(RawCalls.AUTHORIZATION, "Basic YWxpY2U6c2VjcmV0");
    Metadata twice = RawCalls.bearing(token(c -> {}));
    twice.put(RawCalls.AUTHORIZATION, "Bearer " + token(c -> {}));
    for (Metadata headers : List.of(basic, twice)) {
      Outcome outcome = RawCalls.call(channel, READ, MethodType.UNARY, headers, new byte[0]);
      assertEquals(nobody, told(outcome));
    }
  }

  @Test
  void metadata_namingRolesOrAPrincipal_givesNothing() throws Exception {
    Metadata headers = RawCalls.bearing(guarded.token("bob", Role.SERVE));
    Metadata issued = RawCalls.bearing(token(c -> c.setSubject("bob")));
    for (Metadata each : List.of(headers, issued)) {
      for (String name : List.of("roles", "x-roles", "lethe-principal", "x-forwarded-user")) {
        each.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), "unlearn,admin");
      }
    }
    Outcome outcome = RawCalls.call(channel, UNLEARN, MethodType.UNARY, issued, new byte[0]);
    assertEquals("PERMISSION_DENIED", outcome.reason());
    assertEquals(
        nobody, told(RawCalls.call(channel, READ, MethodType.UNARY, headers, new byte[0])));
  }

  @Test
  void roles_unknownOnes_giveNothingAndWrongOnesMakeNoToken() throws Exception {
    String unknown = token(c -> c.setStringListClaim("roles", "root", "ADMIN", "serve "));
    assertEquals("PERMISSION_DENIED", read(unknown).reason());
    assertRefused(token(c -> c.setClaim("roles", Map.of("serve", true))));
    assertRefused(token(c -> c.setClaim("roles", List.of(1, 2))));
  }

  @Test
  void roles_namedByTheTokenAndByTheFile_theTokensAreAllThereAre() throws Exception {
    String narrowed = token(c -> c.setStringListClaim("roles", List.of()));
    assertEquals("PERMISSION_DENIED", read(narrowed).reason());
    String byFile = token(c -> c.unsetClaim("roles"));
    assertEquals(Status.Code.OK, read(byFile).code());
    String stranger = token(c -> {
      c.unsetClaim("roles");
      c.setSubject("mallory");
    });
    assertEquals("PERMISSION_DENIED", read(stranger).reason());
  }

  @Test
  void administration_withAuthentication_isNotOnThePublicPort() throws Exception {
    String admin = token(c -> c.setStringListClaim("roles", "admin"));
    for (String method : List.of(
        ACTIVATE, "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "grpc.channelz.v1.Channelz/GetServers")) {
      Outcome outcome = RawCalls
          .call(channel, method, MethodType.UNARY, RawCalls.bearing(admin), new byte[0]);
      assertEquals(Status.Code.UNIMPLEMENTED, outcome.code(), method);
    }
  }

  @Test
  void keys_exchanged_oldTokensEndAndDamagedFilesChangeNothing(@TempDir Path folder)
      throws Exception {
    try (GuardedServer other = GuardedServer.start(folder, Map.of())) {
      ManagedChannel there = other.open();
      try {
        String old = other.token("alice", Role.SERVE);
        assertEquals(Status.Code.OK, readAt(there, old).code());
        Files.writeString(other.keysFile(), "{\"keys\":[");
        TokenIssuer.NewKey next = TokenIssuer.newKey(new SecureRandom());
        String fresh = TokenIssuer.issue(
            next.secret(),
            new TokenIssuer.Claims(
                "alice", Set.of(Role.SERVE), GuardedServer.AUDIENCE, "", Duration.ofMinutes(5)),
            Instant.now());
        assertEquals(Status.Code.UNAUTHENTICATED, readAt(there, fresh).code());
        assertEquals(Status.Code.OK, readAt(there, old).code());
        Files.writeString(other.keysFile(), next.open());
        Until.holds(() -> readAt(there, fresh).code() == Status.Code.OK);
        assertEquals(Status.Code.UNAUTHENTICATED, readAt(there, old).code());
      } finally {
        there.shutdownNow();
      }
    }
  }

  private static Outcome readAt(ManagedChannel there, String token) {
    return RawCalls.call(there, READ, MethodType.UNARY, RawCalls.bearing(token), new byte[0]);
  }
}
