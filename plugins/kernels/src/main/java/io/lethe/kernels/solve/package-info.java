/**
 * Linear solvers for unlearning: conjugate gradients on operators, symmetric eigenvectors, inverses
 * of Kronecker-factored curvature.
 */
@NullMarked
package io.lethe.kernels.solve;

import org.jspecify.annotations.NullMarked;
