package io.lethe.engine.observe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells listeners, and a flight recorder, what happens in one engine. Thread-safe. */
public final class EngineEvents {

  private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Tells a listener of every event from now on.
   *
   * @param listener called by the thread that works, before it goes on, perhaps under a lock; quick,
   *     never throws
   */
  public void listen(Consumer<EngineEvent> listener) {
    listeners.add(listener);
  }

  /** A version answers, see {@link EngineEvent.Swapped}; the flight recorder is told as well. */
  public void swapped(String model, long from, long to) {
    SwapEvent.tell(model, from, to);
    tell(new EngineEvent.Swapped(model, from, to));
  }

  /** Something has happened. */
  public void tell(EngineEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }
}
