/** How good models and unlearned models are, on data with fixed splits. */
@NullMarked
package io.lethe.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
