package io.lethe.server.config;

import java.time.Duration;

/**
 * How many calls and connections are taken; more are turned away at once.
 *
 * @param servingMax recommendations under way, those at work included, and as many batches; the
 *     limits adapt below it
 * @param servingWait how long a recommendation should wait for a thread at most
 * @param unlearningMax requests to forget, approvals and cancellations under way
 * @param intakeMax calls that bring interactions under way
 * @param controlMax calls about models, erasures and operations under way, watches included
 * @param connectionWatchesMax watches and waits that one connection may have open
 * @param connectionsMax connections that one port may have open
 */
public record CallLimits(
    int servingMax, Duration servingWait, int unlearningMax, int intakeMax, int controlMax,
    int connectionWatchesMax, int connectionsMax) {

  static CallLimits of(Configuration configuration) {
    return new CallLimits(
        configuration.get(Settings.SERVING_THREADS)
            + configuration.get(Settings.SERVING_PENDING_CALLS_MAX),
        Duration.ofMillis(configuration.get(Settings.SERVING_WAIT_MILLIS)),
        configuration.get(Settings.UNLEARNING_PENDING_CALLS_MAX),
        configuration.get(Settings.INTAKE_PENDING_CALLS_MAX),
        configuration.get(Settings.CONTROL_PENDING_CALLS_MAX),
        configuration.get(Settings.CONTROL_CONNECTION_WATCHES_MAX),
        configuration.get(Settings.LISTEN_CONNECTIONS_MAX));
  }
}
