package io.lethe.kernels.nd4j.autodiff;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one gate through which a plugin calls ND4J: one call at a time, on one native thread, and none
 * under way when the JVM ends, because ending in the middle of one crashes the process. Cheap to
 * make; the first call loads the native libraries, which takes about a second.
 *
 * <p>One native thread because two bring nothing at these sizes, and because results must not depend
 * on their number.
 */
public final class NativeCalls implements AutoCloseable {

  /** Fair, so that a training run and a request take turns chunk by chunk. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private boolean prepared;
  private boolean closed;

  /** A gate that nothing has passed yet. */
  public NativeCalls() {}

  /**
   * Makes a call when it is its turn.
   *
   * @throws IllegalStateException after {@link #close}, which the end of the JVM calls too
   */
  public <T> T run(Supplier<T> call) {
    lock.lock();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      if (closed) {
        throw new IllegalStateException("no native call after shutdown has begun");
      }
      // ND4J looks for its parts through the thread, where the host's loader would be.
      thread.setContextClassLoader(NativeCalls.class.getClassLoader());
      prepare();
      return call.get();
    } finally {
      thread.setContextClassLoader(before);
      lock.unlock();
    }
  }

  private void prepare() {
    if (!prepared) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::close, "nd4j-drain"));
      ND4JClassLoading.setNd4jClassloader(NativeCalls.class.getClassLoader());
      Nd4j.getEnvironment().setMaxThreads(1);
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      Nd4j.factory().blas().setMaxThreads(1);
      prepared = true;
    }
  }

  /** Waits for the call under way and lets no other in. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
