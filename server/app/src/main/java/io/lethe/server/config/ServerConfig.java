package io.lethe.server.config;

import io.lethe.engine.learning.LearningConfig;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.work.TimedTask;
import io.lethe.unlearning.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a server is built from.
 *
 * @param storage everything it keeps
 * @param pluginsFolder one folder or zip of jars, or one jar, per plugin
 * @param cacheItemsMax recommended items kept in memory; 0 for none
 * @param computeThreads threads that train and unlearn
 * @param families names of the model families for a training that names none, the preferred one first
 * @param effort of every influence update
 * @param retraining when models are trained anew in the background
 * @param learning when models learn between trainings
 * @param versions what stays of each model to go back to
 * @param callLimits how many calls are taken
 * @param access who may call
 * @param receipts the log of receipts
 * @param erasures who may erase how much, and by when
 * @param gateway where the services are offered over HTTP with JSON
 * @param logs what the log tells
 * @param pluginLimits how long plugin code may take
 * @param pluginRules which plugins are taken, and what is told of them
 * @param elsewhere what is told of trainings that happen elsewhere
 * @param configuration what it was read from, for settings that modules of their own have
 */
public record ServerConfig(
    Listen listen, StorageConfig storage, Path pluginsFolder, Serving serving, int cacheItemsMax,
    long catalogBytesMax, int computeThreads, List<String> families, Effort effort,
    Retraining retraining, LearningConfig learning, Versions versions, CallLimits callLimits,
    AccessConfig access, ReceiptsConfig receipts, ErasureRules erasures, MetricsConfig metrics,
    GatewayConfig gateway, LogConfig logs, PluginLimits pluginLimits, PluginRules pluginRules,
    ElsewhereConfig elsewhere, Configuration configuration) {

  public ServerConfig {
    families = List.copyOf(families);
  }

  /**
   * When models are trained anew in the background.
   *
   * @param automatic whether at all
   * @param newRowsShare interactions that a model has not learned, per one that it has; 0 for never
   * @param every longest time between trainings while something changes; zero for no such bound
   * @param times at which a model that something happened to is trained
   * @param takeoverBound share of NDCG@10 that a new version may lose
   * @param residualBudget what erasures together may leave undone before, in gradient norms
   * @param pause shortest time between two of a model
   */
  public record Retraining(
      boolean automatic, double newRowsShare, Duration every, TimedTask.Times times,
      double takeoverBound, double residualBudget, Duration pause) {}

  /**
   * What stays of each model to go back to.
   *
   * @param keptMax checkpoints, the active one included
   * @param rebaseWithin after which time what was erased is taken out of no further earlier training,
   *     each time erasures are completed; also how long each call into a plugin may take for that
   * @param aliasesMax aliases, each of which holds a version in memory
   */
  public record Versions(int keptMax, Duration rebaseWithin, int aliasesMax) {}

  /**
   * Where the server listens.
   *
   * @param port 0 for any free one
   */
  public record Listen(String host, int port) {}

  /**
   * How calls are taken.
   *
   * @param threads that answer recommendations
   * @param connectionCallsMax calls that one connection may have under way
   * @param messageBytesMax bytes of one request
   * @param deadline of calls that bring none
   * @param deadlineMax of unary calls that bring a later one
   * @param messageWait until a call's message must be there
   * @param drain what calls under way get when the server stops
   * @param warm for how long the server calls itself at its start; zero for not at all
   * @param reflection whether the service definitions may be asked for
   */
  public record Serving(
      int threads, int connectionCallsMax, int messageBytesMax, Duration deadline,
      Duration deadlineMax, Duration messageWait, Duration drain, Duration warm,
      boolean reflection) {}

  /** Everything the server keeps. */
  public Path dataFolder() {
    return storage.folder();
  }

  /** The same, in plain text and without tokens. */
  public ServerConfig withOpenAccess() {
    return new ServerConfig(
        listen, storage, pluginsFolder, serving, cacheItemsMax, catalogBytesMax, computeThreads,
        families, effort, retraining, learning, versions, callLimits, access.open(), receipts,
        erasures, metrics, gateway, logs, pluginLimits, pluginRules, elsewhere, configuration);
  }

  /**
   * Refuses to be reachable from other machines in plain text, or by everybody.
   *
   * @throws ConfigException if the server must not listen like this
   */
  public void checkReach() {
    access.checkReach(listen);
    if (gateway.enabled()) {
      access.checkReach("gateway.host", gateway.host());
    }
  }

  /**
   * The records of a configuration, whose values are within their bounds already.
   *
   * @throws ConfigException if values do not fit together
   */
  public static ServerConfig of(Configuration configuration) {
    ServerConfig config = read(configuration);
    Settings.GROUPS.forEach(group -> group.check(configuration, config));
    return config;
  }

  private static ServerConfig read(Configuration configuration) {
    AccessConfig access = AccessConfig.of(configuration);
    return new ServerConfig(
        new Listen(
            configuration.get(Settings.LISTEN_HOST), configuration.get(Settings.LISTEN_PORT)),
        StorageConfig.of(configuration), Path.of(configuration.get(Settings.PLUGINS_FOLDER)),
        serving(configuration), configuration.get(Settings.CACHE_ITEMS_MAX),
        (long) configuration.get(Settings.CATALOG_MEGABYTES_MAX) << 20,
        configuration.get(Settings.COMPUTE_THREADS), configuration.get(Settings.TRAINING_FAMILIES),
        configuration.get(Settings.ERASURE_EFFORT),
        new Retraining(
            configuration.get(Settings.RETRAINING_AUTOMATIC),
            configuration.get(Settings.RETRAINING_NEW_ROWS_SHARE),
            Duration.ofHours(configuration.get(Settings.RETRAINING_EVERY_HOURS)),
            configuration.get(Settings.RETRAINING_SCHEDULE)
                .map(schedule -> schedule.in(configuration.get(Settings.RETRAINING_SCHEDULE_ZONE)))
                .orElse(TimedTask.Times.never()),
            configuration.get(Settings.RETRAINING_TAKEOVER_BOUND),
            configuration.get(Settings.RETRAINING_RESIDUAL_BUDGET),
            Duration.ofSeconds(configuration.get(Settings.RETRAINING_PAUSE_SECONDS))),
        new LearningConfig(
            configuration.get(Settings.LEARNING_AUTOMATIC),
            Duration.ofMillis(configuration.get(Settings.LEARNING_INTERVAL_MILLISECONDS))),
        new Versions(
            configuration.get(Settings.VERSIONS_KEPT),
            Duration.ofSeconds(configuration.get(Settings.VERSIONS_REBASE_SECONDS_MAX)),
            configuration.get(Settings.VERSIONS_ALIASES_MAX)),
        CallLimits.of(configuration), access, ReceiptsConfig.of(configuration),
        ErasureRules.of(configuration, access.isAuthenticated()), MetricsConfig.of(configuration),
        GatewayConfig.of(configuration), LogConfig.of(configuration),
        PluginBounds.of(configuration), PluginRules.of(configuration),
        ElsewhereConfig.of(configuration), configuration);
  }

  private static Serving serving(Configuration configuration) {
    return new Serving(
        configuration.get(Settings.SERVING_THREADS),
        configuration.get(Settings.SERVING_CONNECTION_CALLS_MAX),
        configuration.get(Settings.SERVING_MESSAGE_BYTES_MAX),
        Duration.ofSeconds(configuration.get(Settings.SERVING_DEADLINE_SECONDS)),
        Duration.ofSeconds(configuration.get(Settings.SERVING_DEADLINE_SECONDS_MAX)),
        Duration.ofSeconds(configuration.get(Settings.SERVING_MESSAGE_SECONDS)),
        Duration.ofSeconds(configuration.get(Settings.SERVING_DRAIN_SECONDS)),
        Duration.ofMillis(configuration.get(Settings.SERVING_WARM_MILLIS)),
        configuration.get(Settings.SERVING_REFLECTION));
  }
}
