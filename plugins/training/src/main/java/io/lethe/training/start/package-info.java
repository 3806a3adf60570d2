/**
 * What training begins with.
 *
 * <p>{@link io.lethe.training.start.SpreadRows} turns drawn rows into ones that know the data.
 */
@NullMarked
package io.lethe.training.start;

import org.jspecify.annotations.NullMarked;
