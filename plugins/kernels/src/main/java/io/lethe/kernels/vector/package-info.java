/** The twin of the scalar kernels on the Vector API; found by the chooser, named by nobody. */
@NullMarked
package io.lethe.kernels.vector;

import org.jspecify.annotations.NullMarked;
