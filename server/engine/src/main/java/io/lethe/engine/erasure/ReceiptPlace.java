package io.lethe.engine.erasure;

/**
 * Where a receipt is in the log.
 *
 * @param index of its leaf, from 0
 * @param commitmentKey empty once it was destroyed; not copied
 */
public record ReceiptPlace(long index, byte[] commitmentKey) {}
