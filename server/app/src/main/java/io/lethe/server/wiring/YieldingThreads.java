package io.lethe.server.wiring;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that let others go first where processors are short: on Linux each has a nice value of
 * its own (nice(2) changes one thread's, as NPTL has it), {@value #NICER} above that of the thread
 * that made this factory, whichever thread begins it. It gets about a quarter of a processor beside
 * one other thread, and all of one that no other thread wants: it is never starved, so what waits
 * for a lock that it holds waits a while and not for ever. Java's own priorities do nothing on
 * Linux unless the whole JVM is told so. Elsewhere these are threads as any other.
 */
final class YieldingThreads implements ThreadFactory {

  private static final Logger LOG = LoggerFactory.getLogger(YieldingThreads.class);
  /** Weighs 335 to the usual 1,024: Linux' sched_prio_to_weight. */
  static final int NICER = 5;

  private final ThreadFactory threads;
  private final int usual = nicer(0);

  YieldingThreads(ThreadFactory threads) {
    this.threads = threads;
  }

  @Override
  public Thread newThread(Runnable work) {
    return threads.newThread(() -> {
      int _ = nicer(Math.max(0, usual + NICER - nicer(0)));
      work.run();
    });
  }

  /** Makes this thread nicer, up to the end of the scale, as every thread may; returns how nice it is. */
  @SuppressWarnings("restricted") // the launcher lets native code be called
  private static int nicer(int by) {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return 0;
    }
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle nice = linker.downcallHandle(
          linker.defaultLookup().findOrThrow("nice"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      return (int) nice.invokeExact(by);
    } catch (Throwable refused) {
      LOG.warn("a thread that should let others go first does not", refused);
      return 0;
    }
  }
}
