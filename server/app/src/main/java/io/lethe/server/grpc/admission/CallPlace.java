package io.lethe.server.grpc.admission;

import io.grpc.Status;
import java.util.concurrent.Executor;

/** The place of one call that came over a transport of another kind. Closed once. Thread-safe. */
public final class CallPlace implements Executor, AutoCloseable {

  private final Admission admission;

  CallPlace(Admission admission) {
    this.admission = admission;
  }

  /** Runs a task on the threads of the call's kind; the place is held until it is done. */
  @Override
  public void execute(Runnable task) {
    admission.execute(task);
  }

  @Override
  public void close() {
    admission.streamClosed(Status.OK);
  }
}
