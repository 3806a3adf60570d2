package io.lethe.engine.recommend.watch;

import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One call of a plugin on a serving thread: it ends in time or is given up, never both. */
final class ScoringCall {

  private enum State {
    RUNNING,
    ENDED,
    /** Its thread is about to be interrupted, and must wait for that to be over. */
    GIVING_UP,
    GIVEN_UP
  }

  private final ModelName model;
  private final Thread thread;
  private final long begun;
  private final Consumer<LetheException> caller;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

  ScoringCall(ModelName model, Thread thread, long begun, Consumer<LetheException> caller) {
    this.model = model;
    this.thread = thread;
    this.begun = begun;
    this.caller = caller;
  }

  ModelName model() {
    return model;
  }

  long begun() {
    return begun;
  }

  /** False if it was given up. By its own thread, whose interruption ends here too. */
  boolean end() {
    if (state.compareAndSet(State.RUNNING, State.ENDED)) {
      return true;
    }
    while (state.get() != State.GIVEN_UP) {
      Thread.onSpinWait();
    }
    boolean _ = Thread.interrupted();
    return false;
  }

  /** False if it has ended. */
  boolean giveUp() {
    if (!state.compareAndSet(State.RUNNING, State.GIVING_UP)) {
      return false;
    }
    thread.interrupt();
    state.set(State.GIVEN_UP);
    return true;
  }

  void answer(LetheException failure) {
    caller.accept(failure);
  }
}
