package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class YieldingThreadsTest {

  private static final int NICE_MAX = 19;

  /** proc(5): the 19th field, counted behind the name, which is the second and may hold spaces. */
  static int nice() throws Exception {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer
        .parseInt(List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)).get(19 - 3));
  }

  private static <T> T in(ThreadFactory threads, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    threads.newThread(task).start();
    return task.get();
  }

  @Test
  void threads_letOthersGoFirst_andNoOtherThreadDoes() throws Exception {
    ThreadFactory usual = Thread.ofPlatform().daemon().factory();
    int before = nice();
    assertEquals(
        Math.min(NICE_MAX, before + YieldingThreads.NICER),
        in(new YieldingThreads(usual), YieldingThreadsTest::nice));
    assertEquals(before, in(usual, YieldingThreadsTest::nice));
    assertEquals(before, nice());
  }
}
