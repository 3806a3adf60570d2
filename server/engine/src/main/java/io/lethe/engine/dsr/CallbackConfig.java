package io.lethe.engine.dsr;

import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;

/**
 * Bounds of telling.
 *
 * @param openMax callbacks that may not have ended, over all requests; more are turned away
 * @param retries pauses between two tries to tell one address
 * @param patience how long one address may refuse a status before it is passed over
 */
public record CallbackConfig(int openMax, RetryingLoop.Delays retries, Duration patience) {}
