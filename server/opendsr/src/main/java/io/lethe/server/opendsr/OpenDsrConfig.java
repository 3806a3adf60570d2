package io.lethe.server.opendsr;

import io.lethe.engine.model.ModelName;
import io.lethe.server.config.ConfigException;
import io.lethe.server.config.Configuration;
import io.lethe.server.config.Setting;
import io.lethe.server.config.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How data subject requests come in.
 *
 * @param signing what answers are signed by; null for no such requests at all
 * @param domain the processor's, one of the certificate's DNS names; empty for the first
 * @param baseUrl where controllers reach the requests, without a slash at the end; empty for {@code
 *     https://{domain}/opendsr/v2}
 * @param models that people are erased from; empty for all
 * @param callbacks how controllers are told
 */
record OpenDsrConfig(
    @Nullable Signing signing, String domain, String baseUrl, List<ModelName> models,
    Callbacks callbacks) {

  /** The key that answers are signed by, and its certificate; PEM. */
  public record Signing(Path certificate, Path key) {}

  /**
   * How controllers are told.
   *
   * @param hosts that may be told, each with its port unless that is 443
   * @param patience how long one address may refuse a status before it is passed over
   * @param timeout of one try
   * @param openMax callbacks that may not have ended
   */
  public record Callbacks(List<String> hosts, Duration patience, Duration timeout, int openMax) {}

  private static final String HOST = "(?:[a-z0-9-]+(?:\\.[a-z0-9-]+)*|\\[[0-9a-f:]+\\])";

  static final Setting<String> SIGNING_KEY_FILE = Setting.of(
      "opendsr.signing-key-file", "", Values.textOrNone(),
      "key that answers to data subject requests and callbacks are signed by: RSA or EC, PKCS#8,"
          + " PEM, not encrypted; empty for no OpenDSR");

  static final Setting<String> CERTIFICATE_FILE = Setting.of(
      "opendsr.certificate-file", "", Values.textOrNone(),
      "its certificate and those above it, PEM; controllers check signatures by it");

  static final Setting<String> DOMAIN = Setting.of(
      "opendsr.domain", "", Values.formOrNothing("a domain", Pattern.compile(HOST)),
      "domain that the answers are signed for, one of the certificate's DNS names; none: the"
          + " first");

  static final Setting<String> BASE_URL = Setting.of(
      "opendsr.base-url", "",
      Values.formOrNothing(
          "a URL of http or https without a slash at its end",
          Pattern.compile("https?://" + HOST + "(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*")),
      "where controllers reach data subject requests; none: https://{opendsr.domain}/opendsr/v2");

  static final Setting<List<String>> MODELS = Setting.of(
      "opendsr.models", "", Values.list("model names", Pattern.compile("[a-z][a-z0-9-]{0,62}")),
      "models that data subject requests erase from; none: every model that knows the person");

  static final Setting<List<String>> CALLBACK_HOSTS = Setting.of(
      "opendsr.callback-hosts", "",
      Values.list(
          "hosts such as dsr.example.com or dsr.example.com:8443",
          Pattern.compile(HOST + "(?::[0-9]{1,5})?")),
      "hosts, in lower case and with their port unless that is 443, that status callbacks may go"
          + " to; none: no callbacks");

  static final Setting<Integer> CALLBACK_HOURS_MAX = Setting.of(
      "opendsr.callback-hours-max", 72, Values.wholeNumber(1, 720),
      "hours for which a callback that fails is tried again before its status is passed over");

  static final Setting<Integer> CALLBACK_TIMEOUT_SECONDS = Setting.of(
      "opendsr.callback-timeout-seconds", 10, Values.wholeNumber(1, 60),
      "seconds that one try of a callback may take");

  static final Setting<Integer> CALLBACKS_OPEN_MAX = Setting.of(
      "opendsr.callbacks-open-max", 10_000, Values.wholeNumber(1, 1_000_000),
      "addresses that may wait for a status at once, over all requests; more are turned away");

  static final List<Setting<?>> SETTINGS = List.of(
      SIGNING_KEY_FILE, CERTIFICATE_FILE, DOMAIN, BASE_URL, MODELS, CALLBACK_HOSTS,
      CALLBACK_HOURS_MAX, CALLBACK_TIMEOUT_SECONDS, CALLBACKS_OPEN_MAX);

  static OpenDsrConfig of(Configuration configuration) {
    return new OpenDsrConfig(
        signing(configuration), configuration.get(DOMAIN), configuration.get(BASE_URL),
        configuration.get(MODELS).stream().map(ModelName::new).toList(),
        new Callbacks(
            configuration.get(CALLBACK_HOSTS),
            Duration.ofHours(configuration.get(CALLBACK_HOURS_MAX)),
            Duration.ofSeconds(configuration.get(CALLBACK_TIMEOUT_SECONDS)),
            configuration.get(CALLBACKS_OPEN_MAX)));
  }

  private static @Nullable Signing signing(Configuration configuration) {
    String key = configuration.get(SIGNING_KEY_FILE);
    String certificate = configuration.get(CERTIFICATE_FILE);
    if (key.isEmpty() != certificate.isEmpty()) {
      throw new ConfigException(
          "opendsr.signing-key-file and opendsr.certificate-file go together: set both");
    }
    return key.isEmpty() ? null : new Signing(Path.of(certificate), Path.of(key));
  }
}
