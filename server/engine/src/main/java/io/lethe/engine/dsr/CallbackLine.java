package io.lethe.engine.dsr;

import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one address every status of one request, in order, each until it is taken; one at a time.
 * What was taken is remembered after it was taken, so a crash in between tells it again. What may
 * change is touched by the loop's runs only, which follow each other.
 */
final class CallbackLine {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackLine.class);
  private static final int DOUBLINGS_MAX = 20;

  private final SubjectRequest request;
  private final CallbackParts parts;
  private final Runnable atEnd;
  private final RetryingLoop loop;
  private StatusCallback callback;
  /** Whether the ledger knows the callback as it is here. */
  private boolean remembered = true;
  private int refusalsInARow;
  private volatile boolean stopped;

  /**
   * Waits to be woken.
   *
   * @param loop runs a task when it is woken, and again when the task fails
   * @param atEnd when there is nothing more to tell
   */
  CallbackLine(
      SubjectRequest request, StatusCallback callback, CallbackParts parts,
      Function<Runnable, RetryingLoop> loop, Runnable atEnd) {
    this.request = request;
    this.callback = callback;
    this.parts = parts;
    this.atEnd = atEnd;
    this.loop = loop.apply(this::tellAllDue);
  }

  void wake() {
    loop.wake();
  }

  void stop() {
    stopped = true;
    loop.stop();
  }

  private void tellAllDue() {
    remember();
    SubjectRequestState state = parts.reader().state(request);
    Optional<RequestStatus> due = due(state);
    while (due.isPresent()) {
      boolean done = tell(state, due.get());
      remember();
      if (!done) {
        loop.wakeAfter(delay());
        return;
      }
      state = parts.reader().state(request);
      due = due(state);
    }
  }

  private Optional<RequestStatus> due(SubjectRequestState state) {
    return state.status().nextAfter(callback.told(), !request.erasures().isEmpty());
  }

  /** Does what an earlier run could not, too. */
  private void remember() {
    if (remembered) {
      return;
    }
    RequestStatus told = callback.told();
    if (told != null && told.terminal()) {
      parts.ledger().end(callback);
      loop.stop();
      atEnd.run();
    } else {
      parts.ledger().update(callback);
    }
    remembered = true;
  }

  /** Whether it is done with: taken, or refused for so long that it is passed over. */
  private boolean tell(SubjectRequestState state, RequestStatus due) {
    try {
      parts.sender().send(callback, state, due);
      refusalsInARow = 0;
      change(callback.told(due));
      return true;
    } catch (CallbackFailedException refused) {
      // A call that was cut off because the server stops says nothing about its address.
      return !stopped && refused(state.status(), refused);
    }
  }

  /** Whether it has been refused for too long: then whatever is due counts as told. */
  private boolean refused(RequestStatus now, CallbackFailedException why) {
    Instant since = callback.failingSince();
    Instant moment = parts.clock().instant();
    if (since == null) {
      LOG.warn("{}: refused, because {}; tried again", callback, why.getMessage());
      change(callback.failing(moment));
      return false;
    }
    Duration failing = Duration.between(since, moment);
    if (failing.compareTo(parts.config().patience()) < 0) {
      return false;
    }
    LOG.warn(
        "{}: {} is passed over after {}, because {}", callback, now, failing, why.getMessage());
    change(callback.told(now));
    return true;
  }

  private void change(StatusCallback other) {
    callback = other;
    remembered = false;
  }

  private Duration delay() {
    RetryingLoop.Delays delays = parts.config().retries();
    Duration delay = delays.min().multipliedBy(1L << Math.min(refusalsInARow++, DOUBLINGS_MAX));
    return delay.compareTo(delays.max()) > 0 ? delays.max() : delay;
  }
}
