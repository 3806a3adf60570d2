package io.lethe.kernels.nd4j.autodiff;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps SameDiff off the console. While it makes a gradient function it prints a line per operation
 * to standard output, where a command's own output goes; there is no switch for that.
 */
final class SilentBuild {

  private SilentBuild() {}

  /** Runs a task whose thread prints nothing; what other threads print meanwhile passes. */
  static void run(Runnable task) {
    PrintStream before = System.out;
    PrintStream filter = new Filter(before, Thread.currentThread());
    System.setOut(filter);
    try {
      task.run();
    } finally {
      // Somebody else may have set another stream meanwhile, which is theirs to keep.
      if (filter.equals(System.out)) {
        System.setOut(before);
      }
    }
  }

  /** Passes on what all threads but one print. */
  private static final class Filter extends PrintStream {

    private final PrintStream target;
    private final Thread silent;

    Filter(PrintStream target, Thread silent) {
      super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      this.target = target;
      this.silent = silent;
    }

    private boolean passes() {
      return Thread.currentThread() != silent;
    }

    @Override
    public void println(String line) {
      if (passes()) {
        target.println(line);
      }
    }

    @Override
    public void println(Object line) {
      if (passes()) {
        target.println(line);
      }
    }

    @Override
    public void print(String text) {
      if (passes()) {
        target.print(text);
      }
    }

    @Override
    public void write(int octet) {
      if (passes()) {
        target.write(octet);
      }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      if (passes()) {
        target.write(octets, offset, length);
      }
    }

    @Override
    public void flush() {
      target.flush();
    }
  }
}
