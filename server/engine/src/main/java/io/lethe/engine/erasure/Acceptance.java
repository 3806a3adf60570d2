package io.lethe.engine.erasure;

/** How the ledger took a submission. */
public sealed interface Acceptance {

  /** It is new, and durable now. */
  record Accepted(Erasure erasure) implements Acceptance {}

  /** The request id came before with the same payload digest: this is that erasure as it is now. */
  record Repeated(Erasure erasure) implements Acceptance {}

  /** The request id came before with another payload digest. Nothing changed. */
  record Conflicting() implements Acceptance {}
}
