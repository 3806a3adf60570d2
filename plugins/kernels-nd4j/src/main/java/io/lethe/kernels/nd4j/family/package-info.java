/** Whole model families of a forward pass: options, training, saving and forgetting follow from it. */
@NullMarked
package io.lethe.kernels.nd4j.family;

import org.jspecify.annotations.NullMarked;
