package io.lethe.spi;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the host lends a plugin. The host owns all of it; a plugin starts no threads of its own.
 *
 * @param executor runs a plugin's parallel parts; bounded, never the serving threads
 * @param parallelism how many parts may usefully run at once, at least 1; results never depend on it
 * @param clock wall clock, for progress and reports only
 */
public record PluginContext(Executor executor, int parallelism, InstantSource clock) {

  public PluginContext {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism + " is below 1 thread");
    }
  }
}
