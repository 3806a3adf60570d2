package io.lethe.engine.erasure;

import java.time.Duration;

/**
 * One stretch of an erasure's time, measured by a monotonic clock.
 *
 * @param name lower case: {@code accept}, {@code wait}, {@code begin}, {@code solve}, {@code verify},
 *     {@code checkpoint}, {@code commit}, {@code publish}, {@code drain}, {@code purge}, ...
 */
public record Phase(String name, Duration duration) {}
