/** A model family that is replaced while it serves. */
@NullMarked
package io.lethe.benchmarks.plugins;

import org.jspecify.annotations.NullMarked;
