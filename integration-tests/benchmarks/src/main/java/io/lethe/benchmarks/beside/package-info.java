/** Lethe, its peers and the machine's limits measured in turn, in one run. */
@NullMarked
package io.lethe.benchmarks.beside;

import org.jspecify.annotations.NullMarked;
