package io.lethe.engine.erasure;

/**
 * A leaf of the receipt log.
 *
 * @param index from 0
 * @param statement the leaf's data; not copied
 */
public record ReceiptEntry(long index, ErasureId erasure, byte[] statement) {}
