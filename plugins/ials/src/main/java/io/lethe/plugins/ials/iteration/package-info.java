/** Iterations over tables and matrices that know nothing of the objective. */
@NullMarked
package io.lethe.plugins.ials.iteration;

import org.jspecify.annotations.NullMarked;
