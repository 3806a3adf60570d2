package io.lethe.training.learning;

import io.lethe.spi.PluginException;

/** Ends long work when the calling thread is interrupted; the interrupt stays for the host to see. */
final class Interrupt {

  private Interrupt() {}

  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginException(PluginException.Kind.CANCELLED, "learning was interrupted");
    }
  }
}
