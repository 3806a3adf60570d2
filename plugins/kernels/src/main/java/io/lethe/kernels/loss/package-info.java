/** What training minimizes, as a function of scores: values, slopes and second derivatives. */
@NullMarked
package io.lethe.kernels.loss;

import org.jspecify.annotations.NullMarked;
