package io.lethe.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lethe.server.config.AccessConfig;
import io.lethe.server.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens, key sets and roles: nobody comes in by bytes that are not good. */
class AccessFilesFuzzTest {

  private static final int X509_PREFIX_BYTES = 12;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String AUDIENCE = "lethe";
  private static final KeyPair PAIR = pair();
  private static final BearerTokens TOKENS = new BearerTokens(
      new AccessConfig.Tokens(Path.of("keys"), AUDIENCE, null, Duration.ofMinutes(15)),
      AccessFilesFuzzTest::keySet, () -> RolesTable.EMPTY, () -> NOW);
  private static final TokenKeys KEYS = TokenKeys.parse(keySetFile());

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static TokenKeys keySet() {
    return KEYS;
  }

  private static byte[] keySetFile() {
    byte[] encoded = PAIR.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, X509_PREFIX_BYTES, encoded.length);
    return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"x\":\"%s\"}]}"
        .formatted(base64(raw))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Not one of them is signed. */
  @MethodSource
  @FuzzTest
  void token(byte[] bytes) {
    String token = new String(bytes, StandardCharsets.UTF_8);
    assertEquals(Optional.empty(), TOKENS.principal(token + "A"));
  }

  static Stream<byte[]> token() {
    return claims().map(claims -> signed(claims).getBytes(StandardCharsets.UTF_8));
  }

  /** The claims are what is mutated, and then signed, so that what is read of them is reached. */
  @MethodSource
  @FuzzTest
  void claims(byte[] bytes) {
    Optional<Principal> principal = TOKENS.principal(signed(bytes));
    principal.ifPresent(known -> {
      assertTrue(Principal.isName(known.name()));
      assertTrue(new String(bytes, StandardCharsets.UTF_8).contains(AUDIENCE.substring(0, 1)));
    });
  }

  static Stream<byte[]> claims() {
    long now = NOW.getEpochSecond();
    return Stream
        .of(
            "{\"sub\":\"office\",\"aud\":\"lethe\",\"iat\":%d,\"exp\":%d,\"roles\":[\"unlearn\"]}"
                .formatted(now, now + 600),
            "{\"sub\":\"office\",\"aud\":[\"lethe\",\"b\"],\"iat\":%d,\"exp\":%d,\"nbf\":%d}"
                .formatted(now, now + 600, now),
            "{\"sub\":\"office\",\"aud\":\"lethe\",\"iat\":1,\"exp\":9223372036854775807}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  private static String signed(byte[] claims) {
    String covered = base64("{\"alg\":\"EdDSA\",\"kid\":\"k\"}".getBytes(StandardCharsets.UTF_8))
        + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(PAIR.getPrivate());
      signature.update(covered.getBytes(StandardCharsets.US_ASCII));
      return covered + "." + base64(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @MethodSource
  @FuzzTest
  void keys(byte[] bytes) {
    try {
      assertEquals(Optional.empty(), TokenKeys.parse(bytes).find("", "EdDSA"));
    } catch (ConfigException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
  }

  static Stream<byte[]> keys() {
    return Stream.of(keySetFile(), "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource
  @FuzzTest
  void roles(byte[] bytes) {
    try {
      assertTrue(RolesTable.parse(bytes).of("nobody at all").isEmpty());
    } catch (ConfigException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
  }

  static Stream<byte[]> roles() {
    return Stream.of("office = unlearn, audit\n", "a\\:b=serve\n", "x=\\u00")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
