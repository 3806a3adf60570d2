package io.lethe.engine.erasure.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where unfinished erasures are at this moment, and who wants to be told. Thread-safe. */
public final class ErasureBoard {

  private final Map<ErasureId, Erasure> current = new ConcurrentHashMap<>();
  private final Map<ErasureId, CopyOnWriteArrayList<Watcher>> watchers = new ConcurrentHashMap<>();
  private final List<Consumer<Erasure>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger watcherCount = new AtomicInteger();
  private final int watchersMax;

  /**
   * An empty board.
   *
   * @param watchersMax most watchers at a time
   */
  public ErasureBoard(int watchersMax) {
    this.watchersMax = watchersMax;
  }

  /** Shows an erasure's new state; one that is terminal is the ledger's from then on. */
  void post(Erasure erasure) {
    if (erasure.state().terminal()) {
      current.remove(erasure.id());
    } else {
      current.put(erasure.id(), erasure);
    }
    watchers.getOrDefault(erasure.id(), new CopyOnWriteArrayList<>())
        .forEach(watcher -> watcher.tell(erasure));
    listeners.forEach(listener -> listener.accept(erasure));
  }

  /** The same, unless it is further already: for what a plugin's call that was given up still tells. */
  void advance(Erasure erasure) {
    Erasure now = current.get(erasure.id());
    if (now != null && now.state().compareTo(erasure.state()) < 0) {
      post(erasure);
    }
  }

  /** Shows an erasure where it was found at the start; nobody is told. */
  void recovered(Erasure erasure) {
    current.put(erasure.id(), erasure);
  }

  /** Tells a listener of every erasure's every state from now on. */
  void listen(Consumer<Erasure> listener) {
    listeners.add(listener);
  }

  /** All that are not terminal, in no order. */
  List<Erasure> unfinished() {
    return List.copyOf(current.values());
  }

  Optional<Erasure> find(ErasureId id) {
    return Optional.ofNullable(current.get(id));
  }

  /**
   * Tells a listener every state from now on.
   *
   * @throws LetheException of kind {@code OVERLOADED} if there are too many
   */
  Watcher watch(ErasureId id, Consumer<Erasure> listener) {
    if (watcherCount.incrementAndGet() > watchersMax) {
      watcherCount.decrementAndGet();
      throw new LetheException(
          ErrorKind.OVERLOADED, "%d watchers; at most %d".formatted(watchersMax + 1, watchersMax));
    }
    Watcher watcher = new Watcher(id, listener);
    watchers.compute(id, (same, others) -> {
      CopyOnWriteArrayList<Watcher> all = others == null ? new CopyOnWriteArrayList<>() : others;
      all.add(watcher);
      return all;
    });
    return watcher;
  }

  /** One listener; told of states in their order, none twice. */
  final class Watcher implements AutoCloseable {

    private final ErasureId id;
    private final Consumer<Erasure> listener;
    /** The state told last; guarded by this. */
    private @Nullable ErasureState told;

    private Watcher(ErasureId id, Consumer<Erasure> listener) {
      this.id = id;
      this.listener = listener;
    }

    synchronized void tell(Erasure erasure) {
      ErasureState state = erasure.state();
      if (told == null || told.compareTo(state) < 0) {
        told = state;
        listener.accept(erasure);
      }
    }

    @Override
    public void close() {
      watchers.computeIfPresent(id, (same, all) -> {
        if (all.remove(this)) {
          watcherCount.decrementAndGet();
        }
        return all.isEmpty() ? null : all;
      });
    }
  }
}
