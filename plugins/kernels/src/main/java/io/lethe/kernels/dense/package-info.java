/** Dense matrices in double precision: the inverse of a symmetric positive definite one. */
@NullMarked
package io.lethe.kernels.dense;

import org.jspecify.annotations.NullMarked;
