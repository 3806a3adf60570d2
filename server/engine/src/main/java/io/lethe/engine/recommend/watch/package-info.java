/**
 * Plugin code on serving threads: {@link io.lethe.engine.recommend.watch.ScoringWatch} calls it, and
 * gives up what takes too long.
 */
@NullMarked
package io.lethe.engine.recommend.watch;

import org.jspecify.annotations.NullMarked;
