package io.lethe.plugins.ease;

import io.lethe.spi.PluginException;

/** Ends long work when the calling thread is interrupted; the interrupt stays for the host to see. */
final class Interrupts {

  private Interrupts() {}

  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginException(PluginException.Kind.CANCELLED, "interrupted");
    }
  }
}
