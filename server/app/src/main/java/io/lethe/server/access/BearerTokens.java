package io.lethe.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lethe.server.config.AccessConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Principals by their tokens: JSON Web Tokens (RFC 7519), signed by EdDSA or ES256, for this server,
 * and short-lived. Thread-safe.
 */
final class BearerTokens {

  /** Of the clocks of those who issue tokens. */
  static final Duration SKEW_MAX = Duration.ofSeconds(30);

  private static final int TOKEN_CHARS_MAX = 8192;
  private static final int KNOWN_TOKENS_MAX = 10_000;
  private static final String ROLES_CLAIM = "roles";

  private final AccessConfig.Tokens rules;
  private final Supplier<TokenKeys> keys;
  private final Supplier<RolesTable> rolesFile;
  private final InstantSource clock;
  /** By the token's digest, so that what lies in memory is no token. */
  private final Cache<ByteBuffer, Known> known = Caffeine.newBuilder()
      .maximumSize(KNOWN_TOKENS_MAX)
      .executor(Runnable::run)
      .build();

  BearerTokens(
      AccessConfig.Tokens rules, Supplier<TokenKeys> keys, Supplier<RolesTable> rolesFile,
      InstantSource clock) {
    this.rules = rules;
    this.keys = keys;
    this.rolesFile = rolesFile;
    this.clock = clock;
  }

  /** A token that was found good, by keys and roles that may have been replaced since. */
  private record Known(
      Principal principal, Instant from, Instant until, TokenKeys keys, RolesTable roles) {

    boolean holds(Instant now, TokenKeys currentKeys, RolesTable currentRoles) {
      return keys == currentKeys && roles == currentRoles && !now.isBefore(from)
          && now.isBefore(until);
    }
  }

  /**
   * Whose token this is; empty if it is not good. A signature costs about a tenth of a millisecond,
   * once.
   */
  Optional<Principal> principal(String token) {
    if (token.length() > TOKEN_CHARS_MAX) {
      return Optional.empty();
    }
    ByteBuffer digest = digest(token);
    Optional<Principal> before = known(digest);
    if (before.isPresent()) {
      return before;
    }
    Optional<Known> found = verified(token, clock.instant(), keys.get(), rolesFile.get());
    found.ifPresent(good -> known.put(digest, good));
    return found.map(Known::principal);
  }

  /**
   * Whose token this is, if it was found good before and still is. Costs a digest, about a microsecond.
   */
  Optional<Principal> known(String token) {
    return token.length() > TOKEN_CHARS_MAX ? Optional.empty() : known(digest(token));
  }

  private Optional<Principal> known(ByteBuffer digest) {
    Known before = known.getIfPresent(digest);
    return before != null && before.holds(clock.instant(), keys.get(), rolesFile.get())
        ? Optional.of(before.principal())
        : Optional.empty();
  }

  private static ByteBuffer digest(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  // Why a token is not good stays here: its issuer knows, and nobody else needs to.
  private Optional<Known> verified(
      String token, Instant now, TokenKeys currentKeys, RolesTable currentRoles) {
    try {
      JwtClaims claims = consumer(now, currentKeys).build().processToClaims(token);
      String name = claims.getSubject();
      if (!isShortLived(claims, now) || !Principal.isName(name)) {
        return Optional.empty();
      }
      Set<Role> roles = claims.hasClaim(ROLES_CLAIM)
          ? roles(claims.getStringListClaimValue(ROLES_CLAIM))
          : currentRoles.of(name);
      Instant from = claims.getNotBefore() == null
          ? Instant.MIN
          : instant(claims.getNotBefore()).minus(SKEW_MAX);
      Instant until = instant(claims.getExpirationTime()).plus(SKEW_MAX);
      return Optional
          .of(new Known(new Principal(name, roles), from, until, currentKeys, currentRoles));
    } catch (InvalidJwtException | MalformedClaimException | ArithmeticException bad) {
      return Optional.empty();
    }
  }

  private JwtConsumerBuilder consumer(Instant now, TokenKeys currentKeys) {
    JwtConsumerBuilder consumer = new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(
            ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
        .setVerificationKeyResolver((signature, nesting) -> key(signature, currentKeys))
        .setExpectedAudience(rules.audience())
        .setRequireSubject()
        .setRequireExpirationTime()
        .setRequireIssuedAt()
        .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
        .setAllowedClockSkewInSeconds(Math.toIntExact(SKEW_MAX.toSeconds()));
    String issuer = rules.issuer();
    return issuer == null ? consumer : consumer.setExpectedIssuer(issuer);
  }

  private static java.security.Key key(JsonWebSignature signature, TokenKeys currentKeys)
      throws UnresolvableKeyException {
    String id = signature.getKeyIdHeaderValue();
    if (id == null) {
      throw new UnresolvableKeyException("the token names no key");
    }
    return currentKeys.find(id, signature.getAlgorithmHeaderValue())
        .orElseThrow(() -> new UnresolvableKeyException("no key of that id and algorithm"));
  }

  private boolean isShortLived(JwtClaims claims, Instant now) throws MalformedClaimException {
    Instant issued = instant(claims.getIssuedAt());
    Instant expires = instant(claims.getExpirationTime());
    return !issued.isAfter(now.plus(SKEW_MAX)) && !expires.isAfter(issued.plus(rules.lifeMax()));
  }

  private static Instant instant(NumericDate date) {
    return Instant.ofEpochMilli(date.getValueInMillis());
  }

  /** Roles that this server does not know give nothing. */
  private static Set<Role> roles(List<String> texts) {
    Set<Role> roles = new HashSet<>();
    texts.forEach(text -> Role.of(text).ifPresent(roles::add));
    return roles;
  }
}
