/** Figures: as they are asked for, measured and printed. */
@NullMarked
package io.lethe.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
