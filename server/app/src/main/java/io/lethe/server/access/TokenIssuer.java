package io.lethe.server.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Makes tokens where there is no identity provider to make them. */
public final class TokenIssuer {

  private TokenIssuer() {}

  /**
   * A new Ed25519 key.
   *
   * @param secret JSON Web Key, to be kept from everybody but the issuer
   * @param open JSON Web Key Set with the public half, for servers
   */
  public record NewKey(String secret, String open) {}

  /**
   * What a token says.
   *
   * @param issuer empty for none
   */
  public record Claims(
      String principal, Set<Role> roles, String audience, String issuer, Duration life) {

    public Claims {
      if (!Principal.isName(principal)) {
        throw new IllegalArgumentException(
            "a principal's name is 1 to 128 letters, digits and ._@:/+-");
      }
      roles = Set.copyOf(roles);
    }
  }

  /** Makes a key. */
  public static NewKey newKey(SecureRandom random) {
    try {
      OctetKeyPairJsonWebKey key = OkpJwkGenerator
          .generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519, null, random);
      byte[] id = new byte[16];
      random.nextBytes(id);
      key.setKeyId(UUID.nameUUIDFromBytes(id).toString());
      key.setAlgorithm(AlgorithmIdentifiers.EDDSA);
      return new NewKey(
          key.toJson(OutputControlLevel.INCLUDE_PRIVATE),
          new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
    } catch (JoseException missing) {
      throw new IllegalStateException("this JDK has no Ed25519", missing);
    }
  }

  /**
   * Makes a token.
   *
   * @param secret as {@link #newKey} made it
   * @throws IllegalArgumentException if it is no Ed25519 key
   */
  public static String issue(String secret, Claims claims, Instant now) {
    try {
      PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(secret);
      JsonWebSignature token = new JsonWebSignature();
      token.setPayload(payload(claims, now).toJson());
      token.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
      token.setKeyIdHeaderValue(key.getKeyId());
      token.setKey(key.getPrivateKey());
      return token.getCompactSerialization();
    } catch (JoseException wrong) {
      throw new IllegalArgumentException("this is no Ed25519 key with its private half");
    }
  }

  private static JwtClaims payload(Claims claims, Instant now) {
    JwtClaims payload = new JwtClaims();
    payload.setSubject(claims.principal());
    payload.setAudience(claims.audience());
    if (!claims.issuer().isEmpty()) {
      payload.setIssuer(claims.issuer());
    }
    payload.setIssuedAt(NumericDate.fromMilliseconds(now.toEpochMilli()));
    payload.setNotBefore(NumericDate.fromMilliseconds(now.toEpochMilli()));
    payload.setExpirationTime(NumericDate.fromMilliseconds(now.plus(claims.life()).toEpochMilli()));
    payload.setStringListClaim("roles", claims.roles().stream().map(Role::text).sorted().toList());
    return payload;
  }
}
