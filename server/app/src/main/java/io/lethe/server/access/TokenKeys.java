package io.lethe.server.access;

import io.lethe.server.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Public keys that tokens may be signed by, each for one algorithm. Immutable. */
final class TokenKeys {

  private final Map<String, TokenKey> keys;

  private TokenKeys(Map<String, TokenKey> keys) {
    this.keys = Map.copyOf(keys);
  }

  private record TokenKey(String algorithm, Key key) {}

  /** The key of an id, if tokens of this algorithm are signed by it. */
  Optional<Key> find(String id, String algorithm) {
    return Optional.ofNullable(keys.get(id))
        .filter(key -> key.algorithm().equals(algorithm))
        .map(TokenKey::key);
  }

  /**
   * Reads a JSON Web Key Set (RFC 7517).
   *
   * @throws ConfigException if it is malformed, has no key, or one that is not the public half of an
   *     Ed25519 or P-256 key with an id of its own
   */
  static TokenKeys parse(byte[] file) {
    Map<String, TokenKey> keys = new HashMap<>();
    for (JsonWebKey key : read(file).getJsonWebKeys()) {
      String id = key.getKeyId();
      if (id == null || id.isEmpty()) {
        throw new ConfigException("has a key without an id (kid)");
      }
      if (keys.put(id, new TokenKey(algorithm(key), key.getKey())) != null) {
        throw new ConfigException("has two keys of one id (kid)");
      }
    }
    if (keys.isEmpty()) {
      throw new ConfigException("has no key");
    }
    return new TokenKeys(keys);
  }

  private static JsonWebKeySet read(byte[] file) {
    try {
      return new JsonWebKeySet(new String(file, StandardCharsets.UTF_8));
    } catch (JoseException | RuntimeException malformed) {
      throw new ConfigException("is no JSON Web Key Set");
    }
  }

  private static String algorithm(JsonWebKey key) {
    if (key instanceof PublicJsonWebKey pair && holdsPrivateHalf(pair)) {
      throw new ConfigException(
          "has a private key in it: the server must have the public half only");
    }
    return switch (key) {
      case OctetKeyPairJsonWebKey okp when OctetKeyPairJsonWebKey.SUBTYPE_ED25519
          .equals(okp.getSubtype()) ->
        AlgorithmIdentifiers.EDDSA;
      case EllipticCurveJsonWebKey ec when EllipticCurves.P_256.equals(ec.getCurveName()) ->
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
      default -> throw new ConfigException("has a key that is neither Ed25519 nor P-256");
    };
  }

  private static boolean holdsPrivateHalf(PublicJsonWebKey key) {
    PrivateKey secret = key.getPrivateKey();
    return secret != null;
  }
}
