package io.lethe.engine.work;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One reentrant lock for each key, such as a model. Thread-safe. */
public final class KeyedLocks<K> {

  private final Map<K, ReentrantLock> locks = new ConcurrentHashMap<>();

  /** Runs something that no other work of the key may overlap. */
  public <T> T alone(K key, Supplier<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(key, absent -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** The same without a result. */
  public void alone(K key, Runnable work) {
    boolean _ = alone(key, () -> {
      work.run();
      return true;
    });
  }
}
