package io.lethe.spi;

/**
 * How large a training is.
 *
 * @param users number of users
 * @param items number of items
 * @param interactions number of interactions
 */
public record DataShape(int users, int items, long interactions) {}
