package io.lethe.server.hook;

import io.lethe.engine.elsewhere.TrainingDue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * What is told of a training that is due elsewhere.
 *
 * @param id the same whenever it is told again
 */
record TrainingNotice(UUID id, Instant time, TrainingDue due) {

  /** Stands before the body where it is signed, so that the signature is one of nothing else. */
  static final String SIGNED_PREFIX = "lethe-training-due/v1\n";

  /** As JSON, UTF-8; none of the values can hold what JSON escapes. */
  byte[] body() {
    String json = """
        {"event":"training_due","id":"%s","time":"%s","model":"models/%s","reason":"%s",\
        "erasures_left_out":%d}""".formatted(
        id, time.truncatedTo(ChronoUnit.SECONDS), due.model(), due.reason(), due.erasuresLeftOut());
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** The same for a program that reads no JSON. */
  Map<String, String> environment() {
    return Map.of(
        "LETHE_MODEL", due.model().value(), "LETHE_REASON", due.reason().name(),
        "LETHE_ERASURES_LEFT_OUT", Long.toString(due.erasuresLeftOut()));
  }

  /** Ed25519 over prefix and body; Base64. */
  static String signature(PrivateKey key, byte[] body) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(SIGNED_PREFIX.getBytes(StandardCharsets.US_ASCII));
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the installation's key cannot sign", impossible);
    }
  }
}
