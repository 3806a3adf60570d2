package io.lethe.server.grpc;

import java.util.List;

/**
 * What the check of a receipt found.
 *
 * @param keyId SHA-256 of the key in the receipt, 64 lower-case hexadecimal digits; empty without
 *     one
 * @param facts what the statement says, in words; empty unless the signature is right
 */
public record CheckedReceipt(Verdict verdict, String keyId, List<Fact> facts) {

  /** How it ended. */
  public enum Verdict {
    /** The trusted key signed exactly this statement, and a log that holds it. */
    GENUINE,
    /** The key in the receipt signed it and a log that holds it; nobody said to trust that key. */
    SIGNED,
    /** The trusted key signed it, before there was a log. */
    NOT_LOGGED,
    /** It is signed, and its proof does not show that it is in the log. */
    PROOF_WRONG,
    /** It is signed by another key than the trusted one. */
    KEY_NOT_TRUSTED,
    /** The statement is not the one that was signed. */
    SIGNATURE_WRONG,
    /** The bytes are no receipt, or one of a later version. */
    UNREADABLE
  }

  /** One line of a statement. */
  public record Fact(String name, String value) {}

  public CheckedReceipt {
    facts = List.copyOf(facts);
  }

  /** What the statement says of this; empty if nothing. */
  public String fact(String name) {
    return facts.stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .map(Fact::value)
        .orElse("");
  }
}
