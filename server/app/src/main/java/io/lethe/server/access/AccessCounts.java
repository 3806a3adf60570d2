package io.lethe.server.access;

import java.util.concurrent.atomic.LongAdder;

/** Calls turned away since the start. Thread-safe. */
public final class AccessCounts {

  private final LongAdder unauthenticated = new LongAdder();
  private final LongAdder denied = new LongAdder();

  /** One more whose caller is nobody. */
  public void countUnauthenticated() {
    unauthenticated.increment();
  }

  /** One more whose caller has no role for it. */
  public void countDenied() {
    denied.increment();
  }

  /** Calls whose callers were nobody. */
  public long unauthenticated() {
    return unauthenticated.sum();
  }

  /** Calls whose callers had no role for them. */
  public long denied() {
    return denied.sum();
  }
}
