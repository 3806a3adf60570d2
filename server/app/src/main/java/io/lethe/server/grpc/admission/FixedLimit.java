package io.lethe.server.grpc.admission;

import java.util.concurrent.Semaphore;

/** The same number of calls at all times. */
final class FixedLimit implements CallLimit {

  private final int callsMax;
  private final Semaphore free;

  FixedLimit(int callsMax) {
    this.callsMax = callsMax;
    free = new Semaphore(callsMax);
  }

  @Override
  public boolean tryTake() {
    return free.tryAcquire();
  }

  @Override
  public int callsMax() {
    return callsMax;
  }

  @Override
  public int underWay() {
    return callsMax - free.availablePermits();
  }

  @Override
  public void refused() {
    // A fixed limit learns nothing.
  }

  @Override
  public void giveBack() {
    free.release();
  }

  @Override
  public void waited(long nanos) {
    // A fixed limit learns nothing.
  }

  @Override
  public void took(long nanos) {
    // A fixed limit learns nothing.
  }
}
