package io.lethe.engine.interaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How long a caller may send a request again and be told what came of it: {@value #HOURS} hours, however
 * the wall clock is set meanwhile. What this process took in has times that its own clock counts from
 * its start; how old the requests of earlier processes are is known once this one has run that long. Until
 * then they stay, for at most {@value #DAYS_MAX} days by the wall clock, so that a server that is
 * restarted every day forgets, too. Immutable.
 */
final class RequestMemory {

  private static final long HOURS = 24;
  private static final long DAYS_MAX = 7;

  private final LongSupplier nanoClock;
  private final Instant begun;
  private final long begunNanos;

  /** Of a process that begins now. */
  RequestMemory(InstantSource clock, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.begun = clock.instant();
    this.begunNanos = nanoClock.getAsLong();
  }

  private Duration running() {
    return Duration.ofNanos(nanoClock.getAsLong() - begunNanos);
  }

  /** When a request that comes now is received. */
  Instant now() {
    return begun.plus(running());
  }

  /** Requests that were received before this are forgotten. */
  Instant forgetBefore() {
    Duration running = running();
    Duration kept = running.toHours() >= HOURS
        ? Duration.ofHours(HOURS)
        : Duration.ofDays(DAYS_MAX);
    return begun.plus(running).minus(kept);
  }
}
