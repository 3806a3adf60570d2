package io.lethe.engine.lifecycle;

import io.lethe.engine.erasure.run.ErasureThreads;
import io.lethe.engine.plugin.PluginThreads;
import io.lethe.spi.PluginContext;
import java.util.concurrent.Executor;

/**
 * Where an engine's work runs. The giver owns and closes all of it, after the engine.
 *
 * @param erasures solves, publishes, purges
 * @param retraining trains in the background; one thread is enough
 * @param learning learns between trainings; one thread is enough
 * @param plugins lent to plugins, for training and loading; never the serving threads
 * @param guarded for plugin code that may have to be given up
 */
public record EngineThreads(
    ErasureThreads erasures, Executor retraining, Executor learning, PluginContext plugins,
    PluginThreads guarded) {

  /** Plugin code runs on its callers' threads, and is waited for as long as it takes. */
  public EngineThreads(ErasureThreads erasures, Executor background, PluginContext plugins) {
    this(erasures, background, background, plugins, PluginThreads.callers());
  }
}
