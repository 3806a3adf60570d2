/**
 * Matrix factorization: the score of a user and an item is the dot product of their rows.
 *
 * <p>{@link io.lethe.plugins.mf.MfPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.mf;

import org.jspecify.annotations.NullMarked;
