/** Purges of interaction logs on a disk, without a server. */
@NullMarked
package io.lethe.benchmarks.purges;

import org.jspecify.annotations.NullMarked;
