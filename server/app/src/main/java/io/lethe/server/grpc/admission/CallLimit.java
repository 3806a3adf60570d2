package io.lethe.server.grpc.admission;

/** How many calls may be under way, those that wait for a thread included. Thread-safe. */
interface CallLimit {

  /** Takes one more call; false if there are as many as may be. Never waits. */
  boolean tryTake();

  /** How many calls may be under way now. */
  int callsMax();

  /** How many calls are under way. */
  int underWay();

  /** A call was turned away for another reason than this limit, which did not grow for it. */
  void refused();

  /** A call that was taken is over. */
  void giveBack();

  /** Work on a call has begun, so long after it came. Once for each call. */
  void waited(long nanos);

  /** So long a thread worked on a call: once, or in parts. */
  void took(long nanos);
}
