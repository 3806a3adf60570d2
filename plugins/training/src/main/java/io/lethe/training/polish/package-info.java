/**
 * Newton steps to a stationary point.
 *
 * <p>{@link io.lethe.training.polish.NewtonPolish} is the only way in.
 */
@NullMarked
package io.lethe.training.polish;

import org.jspecify.annotations.NullMarked;
