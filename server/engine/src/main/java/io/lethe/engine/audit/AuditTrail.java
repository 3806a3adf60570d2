package io.lethe.engine.audit;

import java.util.List;

/**
 * Audit events for ever, in the order in which they were added. Thread-safe. Throws {@link
 * io.lethe.engine.LetheException} of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED} when the
 * disk refuses.
 */
public interface AuditTrail {

  /** Adds an event; durable when this returns. */
  void add(AuditEvent event);

  /**
   * Events, the latest first.
   *
   * @param cursor {@link AuditPage#FIRST} or a page's {@code next}
   * @param max most events in the page, at least 1
   */
  AuditPage list(long cursor, int max);

  /**
   * Some events.
   *
   * @param next where the next page begins; 0 after the last
   */
  record AuditPage(List<AuditEvent> events, long next) {

    /** Where the first page begins. */
    public static final long FIRST = Long.MAX_VALUE;

    public AuditPage {
      events = List.copyOf(events);
    }
  }
}
