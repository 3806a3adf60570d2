/** Whole servers with a real plugin and a temporary data folder, called over the network. */
@NullMarked
package io.lethe.e2e.trip;

import org.jspecify.annotations.NullMarked;
