package io.lethe.engine.erasure.receipt;

import java.time.Duration;

/**
 * How the ends of erasures are attested.
 *
 * @param keyRetention how long the keys of commitments are kept
 * @param serverBuild version and source revision of this server, as receipts name it
 */
public record ErasureProof(
    ReceiptSigner signer, ReceiptLog log, Duration keyRetention, String serverBuild) {}
