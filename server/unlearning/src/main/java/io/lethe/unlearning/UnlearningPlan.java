package io.lethe.unlearning;

import java.time.Duration;

/**
 * What an unlearning would do.
 *
 * @param effort as it would be carried out, never {@link Effort#AUTO}
 * @param extent what it would touch
 * @param expected time it would take, from rates measured when the state was prepared
 */
public record UnlearningPlan(Effort effort, Extent extent, Duration expected) {}
