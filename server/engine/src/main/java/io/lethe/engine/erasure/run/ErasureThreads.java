package io.lethe.engine.erasure.run;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Where erasure work runs. The giver owns and closes all three.
 *
 * @param worker solves and publishes; one thread per model that shall not wait for others
 * @param housekeeping destroys, purges and signs
 * @param timer starts delayed work; short tasks only
 */
public record ErasureThreads(
    Executor worker, Executor housekeeping, ScheduledExecutorService timer) {}
