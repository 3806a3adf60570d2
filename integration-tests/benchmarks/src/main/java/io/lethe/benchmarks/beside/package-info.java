/** Lethe's scan and other programs' in one run, one after the other, again and again. */
@NullMarked
package io.lethe.benchmarks.beside;

import org.jspecify.annotations.NullMarked;
