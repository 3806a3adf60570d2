/** Stateless numeric primitives on arrays, each in a scalar and a vectorized form. */
@NullMarked
package io.lethe.kernels;

import org.jspecify.annotations.NullMarked;
