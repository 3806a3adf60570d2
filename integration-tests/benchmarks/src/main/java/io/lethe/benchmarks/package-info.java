/** Benchmarks of the hot paths. */
@NullMarked
package io.lethe.benchmarks;

import org.jspecify.annotations.NullMarked;
