package io.lethe.unlearning;

/**
 * Measured speed, for forecasts only.
 *
 * @param nanosPerRow of an influence step, per moved row
 * @param nanosPerPass over the training interactions
 */
record Rates(double nanosPerRow, double nanosPerPass) {}
