package io.lethe.engine.model;

/**
 * Sizes of a version.
 *
 * @param users users it knows
 * @param items items it knows
 * @param interactions interactions it reflects, held-out ones included
 * @param parameters numbers in its parameters
 */
public record VersionCounts(long users, long items, long interactions, long parameters) {}
