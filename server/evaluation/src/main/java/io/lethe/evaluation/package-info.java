/**
 * Measures models and the ways to forget: ranking metrics, a comparison of unlearning with
 * retraining, and synthetic interactions to run them on. Knows plugins by their contract only.
 */
@NullMarked
package io.lethe.evaluation;

import org.jspecify.annotations.NullMarked;
