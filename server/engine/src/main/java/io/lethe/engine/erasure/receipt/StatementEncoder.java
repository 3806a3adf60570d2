package io.lethe.engine.erasure.receipt;

/** Turns a statement into the bytes that are signed, as the wire contract defines them. */
@FunctionalInterface
public interface StatementEncoder {

  /** The bytes; the same statement always gives the same ones. */
  byte[] encode(ReceiptStatement statement);
}
