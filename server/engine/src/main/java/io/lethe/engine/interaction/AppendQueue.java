package io.lethe.engine.interaction;

import io.lethe.engine.model.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Orders that wait for the one writer of their model. The caller that becomes the writer takes all in
 * that wait by then, so that they share one sync. Thread-safe.
 */
final class AppendQueue {

  private final Map<ModelName, Queue<Waiting>> queues = new ConcurrentHashMap<>();

  /** An order whose caller waits. Answered under the model's lock, read under it. */
  static final class Waiting {

    private final AppendOrder order;
    private @Nullable List<AppendOutcome> outcomes;
    private @Nullable RuntimeException failure;

    private Waiting(AppendOrder order) {
      this.order = order;
    }

    AppendOrder order() {
      return order;
    }

    void answer(List<AppendOutcome> found) {
      outcomes = found;
    }

    void fail(RuntimeException why) {
      failure = why;
    }

    boolean answered() {
      return outcomes != null || failure != null;
    }

    /** What came of it. */
    List<AppendOutcome> outcomes() {
      if (failure != null) {
        throw failure;
      }
      if (outcomes == null) {
        throw new IllegalStateException("an order was not taken in");
      }
      return outcomes;
    }
  }

  Waiting put(AppendOrder order) {
    Waiting waiting = new Waiting(order);
    queues.computeIfAbsent(order.model(), absent -> new ConcurrentLinkedQueue<>()).add(waiting);
    return waiting;
  }

  /** All that wait, in the order in which they came; they wait no longer. */
  List<Waiting> takeAll(ModelName model) {
    List<Waiting> taken = new ArrayList<>();
    Queue<Waiting> queue = queues.getOrDefault(model, new ConcurrentLinkedQueue<>());
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
