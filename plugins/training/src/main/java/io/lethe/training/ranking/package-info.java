/**
 * How good lists are, on held-out interactions.
 *
 * <p>{@link io.lethe.training.ranking.HeldOutRanking} measures any model; {@link
 * io.lethe.training.ranking.PopularityContrast} compares with lists by popularity, for trainings.
 */
@NullMarked
package io.lethe.training.ranking;

import org.jspecify.annotations.NullMarked;
