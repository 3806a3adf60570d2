package io.lethe.engine.erasure.receipt;

import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.transparency.LogProof;
import org.jspecify.annotations.Nullable;

/**
 * A receipt with everything that proves it.
 *
 * @param commitmentKey empty once it was destroyed; not copied
 * @param origin the log's name
 * @param proof null for one that is older than the log
 */
public record ProvenReceipt(
    ErasureId id, Receipt receipt, byte[] commitmentKey, String origin, @Nullable LogProof proof) {}
