package io.lethe.engine.plugin;

import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * Threads for plugin code that may have to be given up.
 *
 * @param heavy runs trainings and solves, which their callers wait for; the callers' own threads
 *     would do if nothing ever hung
 * @param servingLost told how many serving threads are lost in plugin code now; the giver replaces
 *     them. Quick
 */
public record PluginThreads(Executor heavy, IntConsumer servingLost) {

  /** Everything runs where it is called from. */
  public static PluginThreads callers() {
    return new PluginThreads(Runnable::run, lost -> {});
  }
}
