package io.lethe.engine.work;

import java.time.Duration;

/**
 * One stretch of an erasure's time, measured by a monotonic clock.
 *
 * @param name lower case: {@code check}, {@code accept}, {@code contain} (until here the caller waits);
 *     {@code wait}, {@code begin}, {@code resolve}, {@code solve} and {@code retrain}, {@code
 *     checkpoint}, {@code commit}, {@code publish} (now it is live); {@code drain}, {@code destroy},
 *     {@code purge}, {@code receipt}
 */
public record Phase(String name, Duration duration) {}
