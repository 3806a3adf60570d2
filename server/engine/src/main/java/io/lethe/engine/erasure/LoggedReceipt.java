package io.lethe.engine.erasure;

import java.time.Instant;

/**
 * A step on its way into the receipt log.
 *
 * @param commitmentKey with which the statement commits to the request; not copied
 * @param issued when the receipt was made
 */
public record LoggedReceipt(ErasureStep.Receipted step, byte[] commitmentKey, Instant issued) {}
