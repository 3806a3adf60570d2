package io.lethe.server.grpc.audit;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.audit.AuditTrail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit trail. A refusal is written once a minute for the same principal, action and
 * reason, so that a caller cannot fill the disk by being refused, and what is done all day once an hour
 * for the same principal, action and resource. Thread-safe.
 */
public final class AuditRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(AuditRecorder.class);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REFUSALS_MAX = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int HOURLY_MAX = 10_000;

  private record Refusal(String principal, String action, ErrorKind reason) {}

  private record Doing(String principal, String action, String resource) {}

  private final AuditTrail trail;
  private final InstantSource clock;
  /** When each was written last, the oldest first; guarded by this. */
  private final Map<Refusal, Instant> written = new LinkedHashMap<>();
  /** Likewise, of what was done. */
  private final Map<Doing, Instant> hourly = new LinkedHashMap<>();

  /** A recorder onto a trail. */
  public AuditRecorder(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  /** The trail. */
  public AuditTrail trail() {
    return trail;
  }

  /** Something was done. Durable when this returns, unless the disk refuses: then it is logged. */
  public void done(String principal, String action, String resource) {
    boolean _ = add(new AuditEvent(clock.instant(), principal, action, resource, null));
  }

  /**
   * Something was done that is done all day: written if it is the first time within an hour, or since
   * the server's start; durable then as {@link #done}.
   */
  public void doneWithinTheHour(String principal, String action, String resource) {
    Instant now = clock.instant();
    Doing doing = new Doing(principal, action, resource);
    if (begins(doing, now) && !add(new AuditEvent(now, principal, action, resource, null))) {
      synchronized (this) {
        hourly.remove(doing);
      }
    }
  }

  /** Beyond the bound the oldest is forgotten: it is written again too early, and never missing. */
  private synchronized boolean begins(Doing doing, Instant now) {
    Instant last = hourly.get(doing);
    if (last != null && last.plus(HOUR).isAfter(now) && !last.isAfter(now)) {
      return false;
    }
    hourly.remove(doing);
    hourly.put(doing, now);
    if (hourly.size() > HOURLY_MAX) {
      hourly.remove(hourly.keySet().iterator().next());
    }
    return true;
  }

  /** Something was asked for and not done. */
  public void refused(String principal, String action, String resource, ErrorKind reason) {
    Instant now = clock.instant();
    if (isNew(new Refusal(principal, action, reason), now)) {
      boolean _ = add(new AuditEvent(now, principal, action, resource, reason));
    }
  }

  private synchronized boolean isNew(Refusal refusal, Instant now) {
    written.values().removeIf(last -> !last.plus(QUIET).isAfter(now));
    if (written.containsKey(refusal) || written.size() == REFUSALS_MAX) {
      return false;
    }
    written.put(refusal, now);
    return true;
  }

  /** What was done is not undone for want of its record. */
  private boolean add(AuditEvent event) {
    try {
      trail.add(event);
      return true;
    } catch (LetheException refused) {
      LOG.error(
          "{} on \"{}\" is missing from the audit trail", event.action(), event.resource(),
          refused);
      return false;
    }
  }
}
