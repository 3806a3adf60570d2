/**
 * The mathematics of unlearning over the plugin contract: from a model and what it shall forget to
 * the parameters that training without it would have given, checked, or to the finding that only
 * retraining will do.
 *
 * <p>Pure: no I/O, no threads of its own, no clock but the one it is handed. {@link
 * io.lethe.unlearning.InfluenceUnlearner} is the door.
 *
 * <p>One package: its one door is {@code InfluenceUnlearner}; the steps behind it hand each other rows, factors
 * and products that nothing else may see.
 */
@NullMarked
package io.lethe.unlearning;

import org.jspecify.annotations.NullMarked;
