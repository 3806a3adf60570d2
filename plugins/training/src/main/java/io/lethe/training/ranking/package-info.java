/**
 * How good lists are, on held-out interactions.
 *
 * <p>{@link io.lethe.training.ranking.HeldOutRanking} is the only way in.
 */
@NullMarked
package io.lethe.training.ranking;

import org.jspecify.annotations.NullMarked;
