/**
 * What training begins with.
 *
 * <p>{@link io.lethe.training.start.Spread} is the way in: drawn rows, or rows that know the data.
 */
@NullMarked
package io.lethe.training.start;

import org.jspecify.annotations.NullMarked;
