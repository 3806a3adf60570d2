package io.lethe.engine.dsr;

/** Tells one address of one status. Thread-safe. */
public interface CallbackSender {

  /**
   * Tells it, and waits for its answer, within a bounded time.
   *
   * @param state of the request; its status may be further than the one that is told
   * @param status to be told
   * @throws CallbackFailedException if the address did not take it
   */
  void send(StatusCallback callback, SubjectRequestState state, RequestStatus status);
}
