/** How long a process of Lethe takes until it works, and until it works at its full speed. */
@NullMarked
package io.lethe.benchmarks.start;

import org.jspecify.annotations.NullMarked;
