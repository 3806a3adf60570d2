/**
 * How a version comes to be: {@link io.lethe.engine.publish.VersionTrainer} trains one, {@link
 * io.lethe.engine.publish.VersionPublisher} writes, commits and swaps it in, {@link
 * io.lethe.engine.publish.VersionConsolidation} gives a long chain of updates its plain form.
 */
@NullMarked
package io.lethe.engine.publish;

import org.jspecify.annotations.NullMarked;
