package io.lethe.server.config;

import java.util.List;

/** Settings of who may call: certificates, tokens, roles, and the port for administration. */
final class AccessSettings {

  static final Setting<String> ADMIN_HOST = Setting.of(
      "admin.host", "127.0.0.1", Values.text(),
      "address for administration, where TLS or tokens are set up");

  static final Setting<Integer> ADMIN_PORT = Setting.of(
      "admin.port", 7708, Values.wholeNumber(0, 65_535),
      "TCP port for administration (activating versions, reflection); 0 for any free one; without"
          + " TLS and tokens there is none, and everything is on listen.port");

  static final Setting<String> TLS_CERTIFICATE_FILE = Setting.of(
      "tls.certificate-file", "", Values.textOrNone(),
      "the server's certificate and those above it, PEM; empty for plain text");

  static final Setting<String> TLS_KEY_FILE = Setting.of(
      "tls.key-file", "", Values.textOrNone(), "its key: RSA or EC, PKCS#8, PEM, not encrypted");

  static final Setting<String> TLS_CLIENT_CA_FILE = Setting.of(
      "tls.client-ca-file", "", Values.textOrNone(),
      "authorities whose client certificates are trusted, PEM");

  static final Setting<AccessConfig.ClientCertificates> TLS_CLIENT_CERTIFICATES = Setting.of(
      "tls.client-certificates", AccessConfig.ClientCertificates.NONE,
      Values.constant(AccessConfig.ClientCertificates.class),
      "whether callers show certificates; their common name is the principal");

  static final Setting<String> AUTH_KEYS_FILE = Setting.of(
      "auth.keys-file", "", Values.textOrNone(),
      "public keys that tokens are signed by, a JSON Web Key Set; empty for no tokens");

  static final Setting<String> AUTH_AUDIENCE = Setting.of(
      "auth.audience", "", Values.textOrNone(), "what tokens must name as their audience (aud)");

  static final Setting<String> AUTH_ISSUER = Setting.of(
      "auth.issuer", "", Values.textOrNone(),
      "what tokens must name as their issuer (iss); empty for any");

  static final Setting<Integer> AUTH_TOKEN_MINUTES_MAX = Setting.of(
      "auth.token-minutes-max", 15, Values.wholeNumber(1, 1440),
      "minutes from a token's issue (iat) to its end (exp) at most");

  static final Setting<String> AUTH_ROLES_FILE = Setting.of(
      "auth.roles-file", "", Values.textOrNone(),
      "roles of principals whose token names none or who show a certificate: .properties, one"
          + " 'principal = role, role' a line");

  static final Setting<Integer> ACCESS_RELOAD_SECONDS = Setting.of(
      "access.reload-seconds", 10, Values.wholeNumber(1, 86_400),
      "seconds between two looks at whether these files have changed");

  static final List<Setting<?>> ALL = List.of(
      ADMIN_HOST, ADMIN_PORT, TLS_CERTIFICATE_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE,
      TLS_CLIENT_CERTIFICATES, AUTH_KEYS_FILE, AUTH_AUDIENCE, AUTH_ISSUER, AUTH_TOKEN_MINUTES_MAX,
      AUTH_ROLES_FILE, ACCESS_RELOAD_SECONDS);

  private AccessSettings() {}
}
