package io.lethe.kernels;

/**
 * Pairs grouped by one of their two rows, as the passes of minibatch training read them. Arrays are
 * the caller's, not copied; they may be longer than what is used.
 *
 * @param rows per group the row all its pairs share
 * @param starts per group where its pairs begin; one number more than groups
 * @param others per pair the row on the other side
 * @param idles per group how many optimizer steps pass before its row has another gradient
 * @param shares per group the share of its row's L2 term that belongs to it
 */
public record RowGroups(int[] rows, int[] starts, int[] others, int[] idles, float[] shares) {}
