package io.lethe.engine.erasure;

import java.time.Instant;

/**
 * A receipt on its way into the log.
 *
 * @param commitmentKey with which the statement commits to the request; not copied
 * @param issued when it was made
 */
public record LoggedReceipt(ErasureId id, Receipt receipt, byte[] commitmentKey, Instant issued) {}
