/** Linear operators and the solvers that work on them. */
@NullMarked
package io.lethe.kernels.solve;

import org.jspecify.annotations.NullMarked;
