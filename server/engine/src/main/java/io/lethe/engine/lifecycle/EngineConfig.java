package io.lethe.engine.lifecycle;

import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.learning.LearningConfig;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.UnlearningConfig;
import java.time.Duration;
import java.util.List;

/**
 * Settings of an engine.
 *
 * @param drainDeadline how long a replaced version may finish its calls
 * @param cacheItemsMax most recommended items held in the cache
 * @param versionsKeptMax most checkpoints kept per model, the active one included
 * @param rebaseWithin after which time no further earlier training is rebased, each time erasures are
 *     completed; what is not begun by then is destroyed. Each call into a plugin for one that is begun
 *     may take as long once more
 * @param aliasesMax most aliases of a model, each of which holds a version in memory; 0 for none
 * @param trainAttemptsMax most times a finished training catches up with erasures that went live
 *     meanwhile, before publications wait for it
 * @param effort of every influence update
 * @param pluginLimits how long plugin code may take
 * @param families names of the model families that a training takes where none is named, the
 *     preferred one first
 */
public record EngineConfig(
    Duration drainDeadline, long cacheItemsMax, int versionsKeptMax, Duration rebaseWithin,
    int aliasesMax, int trainAttemptsMax, ErasureConfig erasures, RetrainingConfig retraining,
    LearningConfig learning, Effort effort, UnlearningConfig unlearning, PluginLimits pluginLimits,
    List<String> families) {

  /** Exact where the data's size allows it, else fast at any size. */
  public static final List<String> FAMILIES = List.of("ease", "ials", "mf");

  /** Checkpoints kept per model unless an operator says otherwise. */
  public static final int VERSIONS_KEPT = 3;

  /** Aliases of a model unless an operator says otherwise. */
  public static final int ALIASES_MAX = 2;

  /** How long rebasing may take unless an operator says otherwise. */
  public static final Duration REBASE_WITHIN = Duration.ofSeconds(60);

  public EngineConfig {
    if (drainDeadline.isNegative() || cacheItemsMax < 0 || versionsKeptMax < 1
        || !rebaseWithin.isPositive() || aliasesMax < 0 || trainAttemptsMax < 1) {
      throw new IllegalArgumentException(
          ("drain deadline %s, %d cached items, %d versions kept, rebased within %s, %d aliases,"
              + " %d attempts").formatted(
                  drainDeadline, cacheItemsMax, versionsKeptMax, rebaseWithin, aliasesMax,
                  trainAttemptsMax));
    }
    families = List.copyOf(families);
  }

  /** With the usual limits of plugin code and the usual families. */
  public EngineConfig(
      Duration drainDeadline, long cacheItemsMax, int versionsKeptMax, int trainAttemptsMax,
      ErasureConfig erasures, RetrainingConfig retraining, Effort effort,
      UnlearningConfig unlearning) {
    this(
        drainDeadline, cacheItemsMax, versionsKeptMax, REBASE_WITHIN, ALIASES_MAX, trainAttemptsMax,
        erasures, retraining, LearningConfig.defaults(), effort, unlearning,
        PluginLimits.defaults(), FAMILIES);
  }

  /** The same with other bounds to what is kept. */
  public EngineConfig keeping(int versionsMax, Duration within) {
    return new EngineConfig(
        drainDeadline, cacheItemsMax, versionsMax, within, aliasesMax, trainAttemptsMax, erasures,
        retraining, learning, effort, unlearning, pluginLimits, families);
  }

  /** The recommended settings. */
  public static EngineConfig defaults() {
    return new EngineConfig(
        Duration.ofSeconds(30), 1_000_000, VERSIONS_KEPT, 3, ErasureConfig.defaults(),
        RetrainingConfig.defaults(), Effort.AUTO, UnlearningConfig.defaults());
  }
}
