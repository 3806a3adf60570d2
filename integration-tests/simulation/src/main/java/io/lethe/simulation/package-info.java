/**
 * The real engine on one thread, with a virtual clock and a simulated disk, where everything that can
 * go wrong does, by seed. The same seed and commit give the same run.
 */
@NullMarked
package io.lethe.simulation;

import org.jspecify.annotations.NullMarked;
