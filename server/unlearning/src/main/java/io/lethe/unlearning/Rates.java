package io.lethe.unlearning;

/**
 * Measured speed, for forecasts only.
 *
 * @param nanosPerRow of an influence step, per moved row
 * @param nanosPerPass over the training interactions; 0 for a model that is not corrected
 */
record Rates(double nanosPerRow, double nanosPerPass) {}
