package io.lethe.engine.subject;

import io.lethe.engine.model.ModelName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who and what is contained, for every model: one immutable snapshot behind one reference. Readers
 * take no lock. Rebuilt from the ledger at start.
 */
public final class ContainmentList {

  /** Above every position, so that no version ever reflects it. */
  private static final long FOR_EVER = 1L << 62;
  /** Above those, for erasures that have no position yet. */
  private static final long UNPLACED = FOR_EVER + (FOR_EVER >> 1);

  private volatile Map<ModelName, Containment> containments = Map.of();
  private volatile Consumer<ModelName> freed = model -> {};
  private final Map<ModelName, Integer> holds = new HashMap<>();
  private final Map<ModelName, Set<Long>> lifted = new HashMap<>();
  private long unplaced = UNPLACED;

  /** What is contained for a model now. */
  public Containment of(ModelName model) {
    return containments.getOrDefault(model, Containment.NONE);
  }

  /** Contains a target; when this returns, every later reader sees it. */
  public synchronized void contain(ModelName model, long position, ErasureTarget target) {
    put(model, of(model).with(position, target));
  }

  /** Contains a target whose erasure failed, in every version for ever. */
  public synchronized void containForEver(ModelName model, long position, ErasureTarget target) {
    put(model, of(model).without(Set.of(position)).with(FOR_EVER + position, target));
  }

  /**
   * Contains a target whose erasure has no position yet, in every version.
   *
   * @return a key for {@link #place} and {@link #free}
   */
  public synchronized long containUnplaced(ModelName model, ErasureTarget target) {
    unplaced++;
    put(model, of(model).with(unplaced, target));
    return unplaced;
  }

  /** Gives a target without a position one; it is contained all the time. */
  public synchronized void place(ModelName model, long key, long position, ErasureTarget target) {
    put(model, of(model).with(position, target).without(Set.of(key)));
  }

  /**
   * Contains a target no longer whose erasure was taken back, although holds may be open: it must
   * not be carried out on what is being made.
   *
   * @param position its position, or its key while it had none
   */
  public void free(ModelName model, long position) {
    synchronized (this) {
      put(model, of(model).without(Set.of(position)));
    }
    freed.accept(model);
  }

  /** Has something told of every model of which a target is contained no longer although it stays. Once. */
  public void onFreed(Consumer<ModelName> listener) {
    freed = listener;
  }

  /** Ends what {@link #containForEver} began: another erasure contains the target. */
  public synchronized void liftForEver(ModelName model, long position) {
    lift(model, Set.of(FOR_EVER + position));
  }

  /** Whether a version is being made that may hold what is erased meanwhile. */
  public synchronized boolean isHeld(ModelName model) {
    return holds.containsKey(model);
  }

  /** Forgets targets whose erasures are completed: at once, or when the last hold ends. */
  public synchronized void lift(ModelName model, Set<Long> positions) {
    if (holds.containsKey(model)) {
      lifted.computeIfAbsent(model, absent -> new HashSet<>()).addAll(positions);
    } else {
      put(model, of(model).without(positions));
    }
  }

  /**
   * While a hold is open, no target of the model is forgotten: whoever makes a version from data read
   * earlier learns what was erased in between. To be closed once.
   */
  public synchronized Hold hold(ModelName model) {
    holds.merge(model, 1, Integer::sum);
    return () -> release(model);
  }

  /**
   * Runs something while nobody holds the model and nobody can begin to; quick.
   *
   * @return false if somebody holds it, and it was not run
   */
  public synchronized boolean unlessHeld(ModelName model, Runnable work) {
    boolean free = !holds.containsKey(model);
    if (free) {
      work.run();
    }
    return free;
  }

  /** See {@link #hold}. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private synchronized void release(ModelName model) {
    boolean last = holds.merge(model, -1, Integer::sum) == 0;
    if (last) {
      holds.remove(model);
      Set<Long> waiting = lifted.remove(model);
      if (waiting != null) {
        put(model, of(model).without(waiting));
      }
    }
  }

  private void put(ModelName model, Containment containment) {
    Map<ModelName, Containment> after = new HashMap<>(containments);
    after.put(model, containment);
    containments = Map.copyOf(after);
  }
}
