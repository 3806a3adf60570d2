/** The kernels' two implementations side by side, in JMH. */
@NullMarked
package io.lethe.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
