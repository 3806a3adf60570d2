/**
 * Ways to make a model forget, all behind one interface and over the plugin contract alone, so that
 * they can be compared. {@link io.lethe.evaluation.strategy.Strategies} finds them by name. Whatever
 * a strategy needs per request, products, iterations and trainings included, it counts and reports.
 *
 * <p>One package: the strategies share problems, counters and factors that are no contract.
 */
@NullMarked
package io.lethe.evaluation.strategy;

import org.jspecify.annotations.NullMarked;
