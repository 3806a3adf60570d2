/**
 * Negatives of implicit feedback: how they are drawn, and what the draw is worth on average.
 *
 * <p>{@link io.lethe.training.negatives.NegativeRing} draws one, {@link
 * io.lethe.training.negatives.AllPairs} differentiates the expected ones.
 */
@NullMarked
package io.lethe.training.negatives;

import org.jspecify.annotations.NullMarked;
