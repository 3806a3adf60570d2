/**
 * Models by automatic differentiation: the author of a model family writes a {@link
 * io.lethe.kernels.nd4j.autodiff.ForwardPass} on ND4J's SameDiff, and gradient, Gauss-Newton and
 * Hessian products follow from it. Nothing of ND4J is loaded before the first {@link
 * io.lethe.kernels.nd4j.autodiff.Network}.
 *
 * <p>One package: graphs, calls and products share native memory, whose owner is package-private.
 */
@NullMarked
package io.lethe.kernels.nd4j.autodiff;

import org.jspecify.annotations.NullMarked;
