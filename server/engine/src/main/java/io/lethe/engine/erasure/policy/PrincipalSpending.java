package io.lethe.engine.erasure.policy;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds principals to their limits, and decides which of their requests wait for an approval: by
 * what each asked for in a day, so that many small requests count as one large one. The ledger has
 * what they asked for, so a restart forgets nothing; a copy by the minute makes the check cheap. One
 * request alone is never too large for a limit: that is what approvals are for. Thread-safe.
 */
public final class PrincipalSpending {

  /** Principals of whom a copy is kept; others' are read again. */
  private static final int PRINCIPALS_MAX = 10_000;
  private static final int MINUTE_SECONDS = 60;

  private final ErasureLedger ledger;
  private final ErasurePolicy policy;
  /** The least lately used first; guarded by this. */
  private final Map<String, SpendingWindow> windows = new LinkedHashMap<>(16, 0.75f, true);

  public PrincipalSpending(ErasureLedger ledger, ErasurePolicy policy) {
    this.ledger = ledger;
    this.policy = policy;
  }

  static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), MINUTE_SECONDS);
  }

  /**
   * Counts a request, unless it is too much.
   *
   * @return the same, to be held if it needs an approval
   * @throws LetheException of kind {@code RATE_LIMITED} or {@code SHARE_LIMITED}
   */
  public synchronized ErasureSubmission take(ErasureSubmission submission) {
    ErasureSubmission taken = checked(submission);
    window(submission.request().requester(), minute(submission.received())).add(spending(taken, 1));
    return taken;
  }

  private ErasureSubmission checked(ErasureSubmission submission) {
    long now = minute(submission.received());
    SpendingWindow window = window(submission.request().requester(), now);
    checkRate(submission, window, now - SpendingWindow.HOUR_MINUTES);
    long since = now - SpendingWindow.DAY_MINUTES;
    ModelName model = submission.request().model();
    long whole = Math.max(submission.extent().ofModel(), window.largestSince(since, model));
    checkShare(submission, window, whole, since);
    return submission.held(
        policy.approval()
            .needed(
                window.uncheckedSince(since, model) + submission.extent().interactions(), whole));
  }

  /**
   * Whether requests could be counted one after the other now; none is.
   *
   * @throws LetheException as {@link #take}
   */
  public synchronized void checkAll(List<ErasureSubmission> submissions) {
    List<ErasureSubmission> taken = new ArrayList<>();
    try {
      submissions.forEach(submission -> taken.add(take(submission)));
    } finally {
      taken.forEach(this::giveBack);
    }
  }

  /** The request was not new, or not accepted. */
  public synchronized void giveBack(ErasureSubmission submission) {
    window(submission.request().requester(), minute(submission.received()))
        .add(spending(submission, -1));
  }

  private static Spending spending(ErasureSubmission submission, int sign) {
    return new Spending(
        submission.request().model(), minute(submission.received()), sign,
        sign * submission.extent().interactions(),
        submission.held() ? 0 : sign * submission.extent().interactions(),
        submission.extent().ofModel());
  }

  private SpendingWindow window(String principal, long now) {
    long since = now - SpendingWindow.DAY_MINUTES;
    SpendingWindow known = windows.get(principal);
    if (known != null) {
      known.forgetBefore(since);
      return known;
    }
    if (windows.size() == PRINCIPALS_MAX) {
      Iterator<String> oldest = windows.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    SpendingWindow read = new SpendingWindow(ledger.spending(principal, since));
    windows.put(principal, read);
    return read;
  }

  private void checkRate(ErasureSubmission submission, SpendingWindow window, long since) {
    int max = policy.limits().erasuresPerHour();
    if (window.erasuresSince(since) < max) {
      return;
    }
    long free = window.untilErasures(since, max - 1L) + SpendingWindow.HOUR_MINUTES + 1;
    throw limited(
        ErrorKind.RATE_LIMITED, submission, free, String.valueOf(max),
        Duration.ofMinutes(SpendingWindow.HOUR_MINUTES),
        "%d erasures of this principal in an hour already; no more are allowed".formatted(max));
  }

  private void checkShare(
      ErasureSubmission submission, SpendingWindow window, long whole, long since) {
    ModelName model = submission.request().model();
    long taken = window.interactionsSince(since, model);
    long asked = submission.extent().interactions();
    double share = policy.limits().sharePerDay();
    long most = (long) (share * whole);
    if (share == 1 || taken == 0 || taken + asked <= most) {
      return;
    }
    long free = window.untilInteractions(since, Math.max(0, most - asked), model)
        + SpendingWindow.DAY_MINUTES + 1;
    throw limited(
        ErrorKind.SHARE_LIMITED, submission, free, String.valueOf(share),
        Duration.ofMinutes(SpendingWindow.DAY_MINUTES),
        ("this principal's erasures of a day name %d of the model's %d interactions; %d more would be"
            + " above the share of %s").formatted(taken, whole, asked, share));
  }

  private static LetheException limited(
      ErrorKind kind, ErasureSubmission submission, long freeMinute, String max, Duration window,
      String message) {
    Instant free = Instant.ofEpochSecond(freeMinute * MINUTE_SECONDS);
    return LetheException.passing(
        kind, message,
        Map.of(
            "principal", submission.request().requester(), "max", max, "seconds",
            String.valueOf(window.toSeconds())),
        Duration.between(submission.received(), free));
  }
}
