package io.lethe.engine.dsr;

import io.lethe.engine.erasure.RetryingLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one address every status of one request, in order, each until it is taken; one at a time. What
 * was taken is remembered after it was taken, so a crash in between tells it again.
 */
final class CallbackLine {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackLine.class);

  private final SubjectRequest request;
  private final CallbackParts parts;
  private final Runnable atEnd;
  private final RetryingLoop loop;
  /** Only touched by the loop's runs, which follow each other. */
  private StatusCallback callback;

  /**
   * Waits to be woken.
   *
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
    loop.stop();
  }

  private void tellAllDue() {
    SubjectRequestState state = parts.reader().state(request);
    Optional<RequestStatus> next = next(state);
    while (next.isPresent()) {
      callback = callback.told(tell(state, next.get()));
      if (callback.told() != null && callback.told().terminal()) {
        parts.ledger().end(callback);
        loop.stop();
        atEnd.run();
        return;
      }
      parts.ledger().update(callback);
      state = parts.reader().state(request);
      next = next(state);
    }
  }

  private Optional<RequestStatus> next(SubjectRequestState state) {
    return state.status().nextAfter(callback.told(), !request.erasures().isEmpty());
  }

  /** The status that counts as told then: after too long, whatever is due is passed over. */
  private RequestStatus tell(SubjectRequestState state, RequestStatus due) {
    try {
      parts.sender().send(callback, state, due);
      return due;
    } catch (CallbackFailedException refused) {
      Instant now = parts.clock().instant();
      Instant since = callback.failingSince();
      if (since == null) {
        callback = callback.failing(now);
        parts.ledger().update(callback);
        throw refused;
      }
      Duration failing = Duration.between(since, now);
      if (failing.compareTo(parts.patience()) < 0) {
        throw refused;
      }
      LOG.warn("{}: {} is given up after {}", callback, state.status(), failing, refused);
      return state.status();
    }
  }
}
