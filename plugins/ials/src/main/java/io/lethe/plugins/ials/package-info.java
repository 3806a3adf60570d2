/**
 * Implicit alternating least squares: a quadratic loss over all pairs of users and items, the score
 * is the dot product of their rows.
 *
 * <p>{@link io.lethe.plugins.ials.IalsPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.ials;

import org.jspecify.annotations.NullMarked;
