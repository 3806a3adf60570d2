/**
 * Learning between trainings: {@link io.lethe.engine.learning.Learner} has the models that can do it
 * take in what came since. What was learned so answers, and is in memory alone.
 */
@NullMarked
package io.lethe.engine.learning;

import org.jspecify.annotations.NullMarked;
