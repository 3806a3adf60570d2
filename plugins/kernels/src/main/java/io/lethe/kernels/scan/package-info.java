/** Ranking the rows of one table again and again, by less than its bytes. */
@NullMarked
package io.lethe.kernels.scan;

import org.jspecify.annotations.NullMarked;
