package io.lethe.e2e.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a plugin may do to its host. */
final class Evil {

  /** Set when the test is over, so that loops do not outlive it. */
  static final String OVER = "lethe.evil.over";

  /** With what was called: the name of the thread that called it last. */
  static final String THREAD_OF = "lethe.evil.thread.";

  private static final int CHUNK = 1 << 20;
  private static final int THREADS = 20;

  private Evil() {}

  /** Leaves behind which thread came here last. */
  static void doIf(String mode, String when) {
    System.setProperty(THREAD_OF + when, Thread.currentThread().getName());
    if (mode.startsWith(when + " ")) {
      Object _ = does(mode.substring(when.length() + 1));
    }
  }

  private static Object does(String what) {
    return switch (what) {
      case "throws" -> throw new IllegalStateException("person-001 was here");
      case "errs" -> throw new Error("an error of its own");
      case "links" -> throw new NoClassDefFoundError("com/example/Missing");
      case "overflows" -> deeper(0);
      case "loops" -> loops();
      case "hoards" -> hoards();
      case "leaks" -> leaks();
      case "exits" -> exits();
      default -> what;
    };
  }

  private static String exits() {
    System.exit(3);
    return "never";
  }

  private static int deeper(int depth) {
    return System.getProperty(OVER) == null ? depth + deeper(depth + 1) : depth;
  }

  /** Takes no notice of interruption. */
  private static int loops() {
    int rounds = 0;
    while (System.getProperty(OVER) == null) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        rounds++;
      }
    }
    return rounds;
  }

  private static List<byte[]> hoards() {
    List<byte[]> hoard = new ArrayList<>();
    while (hoard.size() < Integer.MAX_VALUE) {
      hoard.add(new byte[CHUNK]);
    }
    return hoard;
  }

  private static int leaks() {
    for (int k = 0; k < THREADS; k++) {
      Thread _ = Thread.ofPlatform().daemon().name("leaked").start(Evil::loops);
    }
    return THREADS;
  }
}
