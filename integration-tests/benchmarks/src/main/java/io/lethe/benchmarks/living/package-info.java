/** A model that lives: {@link io.lethe.benchmarks.living.LivingRun}. */
@NullMarked
package io.lethe.benchmarks.living;

import org.jspecify.annotations.NullMarked;
