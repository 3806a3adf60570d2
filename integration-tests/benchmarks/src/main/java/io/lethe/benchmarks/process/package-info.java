/** What processes use, as the system counts it. */
@NullMarked
package io.lethe.benchmarks.process;

import org.jspecify.annotations.NullMarked;
