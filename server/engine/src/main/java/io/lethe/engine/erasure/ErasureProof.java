package io.lethe.engine.erasure;

/**
 * How completed erasures are attested.
 *
 * @param serverBuild version and source revision of this server, as receipts name it
 */
public record ErasureProof(ReceiptSigner signer, String serverBuild) {}
