package io.lethe.server.config;

import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.lifecycle.EngineConfig;
import io.lethe.engine.lifecycle.RetrainingConfig;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.UnlearningConfig;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every setting there is: keys, bounds, defaults and units. */
public final class Settings {

  /** Address to listen on. */
  public static final Setting<String> LISTEN_HOST = Setting.of(
      "listen.host", "127.0.0.1", Values.text(),
      "address to listen on; the default is reachable from this machine only");

  /** Port to listen on. */
  public static final Setting<Integer> LISTEN_PORT = Setting.of(
      "listen.port", 7707, Values.wholeNumber(0, 65_535),
      "TCP port to listen on; 0 for any free one");

  static final Setting<Integer> LISTEN_CONNECTIONS_MAX = Setting.of(
      "listen.connections-max", 4096, Values.wholeNumber(1, 1_000_000),
      "connections that a gRPC port may have open, three quarters of them from one address; more are"
          + " closed at once");

  /** Where everything the server keeps is. */
  public static final Setting<String> DATA_FOLDER = Setting.of(
      "data.folder", "lethe-data", Values.text(),
      "folder for models, interactions, the erasure ledger and the signing key");

  /** Where plugins are. */
  public static final Setting<String> PLUGINS_FOLDER = Setting.of(
      "plugins.folder", "plugins", Values.text(),
      "folder that holds one folder or zip of jars, or one jar, per plugin");

  static final Setting<Integer> PLUGINS_LOADING_SECONDS_MAX = Setting.of(
      "plugins.loading-seconds-max", 10, Values.wholeNumber(1, 3600),
      "seconds the loading of one plugin folder may take; then the start goes on without it");

  static final Setting<Integer> PLUGINS_SCORING_MILLIS_MAX = Setting.of(
      "plugins.scoring-millis-max", 5000, Values.wholeNumber(1, 3_600_000),
      "milliseconds a plugin may take to score for one user before its call is given up");

  static final Setting<Integer> PLUGINS_LOST_THREADS_MAX = Setting.of(
      "plugins.lost-threads-max", 8, Values.wholeNumber(1, 256),
      "serving threads that plugins may hold for ever, and which are replaced");

  static final Setting<Integer> PLUGINS_SOLVING_SECONDS_MAX = Setting.of(
      "plugins.solving-seconds-max", 1800, Values.wholeNumber(1, 604_800),
      "seconds an influence update or the loading of a version may take");

  static final Setting<Integer> PLUGINS_TRAINING_SECONDS_MAX = Setting.of(
      "plugins.training-seconds-max", 43_200, Values.wholeNumber(1, 604_800),
      "seconds one training may take");

  static final Setting<Integer> SERVING_THREADS = Setting.of(
      "serving.threads", Runtime.getRuntime().availableProcessors(), Values.wholeNumber(1, 256),
      "threads that answer recommendations for one user; as many more answer batches");

  static final Setting<Integer> SERVING_PENDING_CALLS_MAX = Setting.of(
      "serving.pending-calls-max", 1024, Values.wholeNumber(1, 1_000_000),
      "recommendation calls that may ever wait for a thread; more are turned away");

  static final Setting<Integer> SERVING_WAIT_MILLIS = Setting.of(
      "serving.wait-millis", 50, Values.wholeNumber(1, 60_000),
      "milliseconds a recommendation should wait for a thread at most; while calls wait longer,"
          + " fewer are taken");

  static final Setting<Integer> SERVING_CONNECTION_CALLS_MAX = Setting.of(
      "serving.connection-calls-max", 256, Values.wholeNumber(1, 100_000),
      "calls that one connection may have under way");

  static final Setting<Integer> SERVING_MESSAGE_BYTES_MAX = Setting.of(
      "serving.message-bytes-max", 4 * 1024 * 1024, Values.wholeNumber(1024, 64 * 1024 * 1024),
      "bytes of one request");

  static final Setting<Integer> SERVING_DEADLINE_SECONDS = Setting.of(
      "serving.deadline-seconds", 30, Values.wholeNumber(1, 3600),
      "seconds after which a call that brings no deadline of its own ends");

  static final Setting<Integer> SERVING_DEADLINE_SECONDS_MAX = Setting.of(
      "serving.deadline-seconds-max", 600, Values.wholeNumber(1, 86_400),
      "seconds after which a unary call ends, whatever deadline it brings");

  static final Setting<Integer> SERVING_MESSAGE_SECONDS = Setting.of(
      "serving.message-seconds", 10, Values.wholeNumber(1, 3600),
      "seconds from a call's beginning within which its message must be there");

  static final Setting<Integer> SERVING_DRAIN_SECONDS = Setting.of(
      "serving.drain-seconds", 10, Values.wholeNumber(0, 3600),
      "seconds that calls under way get when the server stops");

  static final Setting<Integer> SERVING_WARM_MILLIS = Setting.of(
      "serving.warm-millis", 1000, Values.wholeNumber(0, 60_000),
      "milliseconds for which the server calls itself at its start, before health says SERVING, so"
          + " that the first callers find compiled code; 0 for no such calls");

  static final Setting<Boolean> SERVING_REFLECTION = Setting.of(
      "serving.reflection", true, Values.trueOrFalse(),
      "whether tools such as grpcurl may ask for the service definitions");

  static final Setting<Integer> INTAKE_PENDING_CALLS_MAX = Setting.of(
      "intake.pending-calls-max", 256, Values.wholeNumber(1, 100_000),
      "calls that bring interactions; more are turned away");

  static final Setting<Integer> CONTROL_PENDING_CALLS_MAX = Setting.of(
      "control.pending-calls-max", 256, Values.wholeNumber(1, 100_000),
      "calls about models, erasures and operations, open watches included; more are turned away");

  static final Setting<Integer> CONTROL_CONNECTION_WATCHES_MAX = Setting.of(
      "control.connection-watches-max", 32, Values.wholeNumber(1, 100_000),
      "watches and waits that one connection may have open; more are turned away");

  static final Setting<Integer> UNLEARNING_PENDING_CALLS_MAX = Setting.of(
      "unlearning.pending-calls-max", 256, Values.wholeNumber(1, 100_000),
      "requests to forget that may wait or be under way; more are turned away");

  static final Setting<Integer> CACHE_ITEMS_MAX = Setting.of(
      "cache.items-max", 1_000_000, Values.wholeNumber(0, 10_000_000),
      "recommended items kept in memory; 0 keeps none");

  static final Setting<Integer> CATALOG_MEGABYTES_MAX = Setting.of(
      "catalog.megabytes-max", (int) (CatalogParts.BYTES_MAX >> 20), Values.wholeNumber(1, 1 << 20),
      "megabytes of memory that the items' entries of one model may take; updates beyond are refused");

  static final Setting<Integer> COMPUTE_THREADS = Setting.of(
      "compute.threads", Runtime.getRuntime().availableProcessors(), Values.wholeNumber(1, 1024),
      "threads that train and unlearn; results do not depend on their number");

  static final Setting<List<String>> TRAINING_FAMILIES = Setting.of(
      "training.families", String.join(",", EngineConfig.FAMILIES),
      Values.list("names of plugins", Pattern.compile("[a-z][a-z0-9-]{0,31}")),
      "model families for a training that names none: the first that is installed and takes data of"
          + " that size");

  static final Setting<Effort> ERASURE_EFFORT = Setting.of(
      "erasure.effort", Effort.AUTO, Values.constant(Effort.class),
      "work of an influence update: FAST is one step of every touched row; REFINED goes on, which may"
          + " take as long as a training; AUTO chooses by the request");

  static final Setting<Boolean> RETRAINING_AUTOMATIC = Setting.of(
      "retraining.automatic", true, Values.trueOrFalse(),
      "whether a model is trained again in the background when its residual budget is used up or too"
          + " many interactions are new to it");

  static final Setting<Double> RETRAINING_NEW_ROWS_SHARE = Setting.of(
      "retraining.new-rows-share", RetrainingConfig.NEW_ROWS_SHARE, Values.number(0, 1e6),
      "interactions that a model has not learned, per interaction that it has, from which on it is"
          + " trained again; 0 for never");

  static final Setting<Integer> RETRAINING_EVERY_HOURS = Setting.of(
      "retraining.every-hours", 0, Values.wholeNumber(0, 8_760),
      "hours after a training from which on a model with new interactions or erasures is trained again,"
          + " however few they are; 0 for never");

  static final Setting<Optional<CronSchedule>> RETRAINING_SCHEDULE = Setting.of(
      "retraining.schedule", "", Values.cronOrNothing(),
      "times at which a model with new interactions or erasures is trained again, however few they are;"
          + " a time that passes while the server is down is passed over; none: at no certain time");

  static final Setting<ZoneId> RETRAINING_SCHEDULE_ZONE = Setting.of(
      "retraining.schedule-zone", "UTC", Values.zone(),
      "time zone of these times; when its clock is set forward, a time in the hour that is missing is"
          + " passed over, and when it is set back, a time of day comes once, in the first of both hours");

  static final Setting<Double> RETRAINING_TAKEOVER_BOUND = Setting.of(
      "retraining.takeover-bound", RetrainingConfig.TAKEOVER_BOUND, Values.number(0, 1),
      "share of its NDCG@10 that a model may lose by a training of its own accord: on interactions"
          + " that neither version learned; a worse version is kept and does not answer; 1 compares"
          + " nothing and saves a training");

  static final Setting<Double> RETRAINING_RESIDUAL_BUDGET = Setting.of(
      "retraining.residual-budget", UnlearningConfig.defaults().residualBudget(),
      Values.number(1e-6, 1e6),
      "what erasures together may leave undone, in gradient norms of the data; taken at training");

  static final Setting<Integer> RETRAINING_PAUSE_SECONDS = Setting.of(
      "retraining.pause-seconds", 60, Values.wholeNumber(0, 604_800),
      "shortest time between two background retrainings of a model, in seconds");

  static final Setting<Boolean> LEARNING_AUTOMATIC = Setting.of(
      "learning.automatic", true, Values.trueOrFalse(),
      "whether a model learns between trainings what came since, where its family can");

  static final Setting<Integer> LEARNING_INTERVAL_MILLISECONDS = Setting.of(
      "learning.interval-milliseconds", 1_000, Values.wholeNumber(0, 86_400_000),
      "longest time that an interaction waits for those that are learned with it, in milliseconds;"
          + " longer while learning would take more than a tenth of the time");

  static final Setting<Integer> VERSIONS_KEPT = Setting.of(
      "versions.kept", EngineConfig.VERSIONS_KEPT, Values.wholeNumber(1, 100),
      "versions of a model on disk, the active one included, each of another training, to go back to;"
          + " when an erasure completes, what it erased is taken out of all of them");

  static final Setting<Integer> VERSIONS_REBASE_SECONDS_MAX = Setting.of(
      "versions.rebase-seconds-max", Math.toIntExact(EngineConfig.REBASE_WITHIN.toSeconds()),
      Values.wholeNumber(1, 86_400),
      "seconds after which this begins with no further version, which is destroyed instead; each call"
          + " into the plugin for one that began in time may take as long once more, and erasures of"
          + " all models complete after it");

  static final Setting<Integer> VERSIONS_ALIASES_MAX = Setting.of(
      "versions.aliases-max", EngineConfig.ALIASES_MAX, Values.wholeNumber(0, 16),
      "aliases of a model, each of which holds a version in memory and on disk beside the active one;"
          + " 0 for none");

  static final Setting<String> RECEIPTS_LOG_NAME = Setting.of(
      "receipts.log-name", "", Values.noteNameOrNothing(),
      "name of the receipt log, best a URL without scheme; none: one made from the key. Another name"
          + " begins another log: the way on after an old backup had to be restored");

  static final Setting<String> RECEIPTS_ANCHOR_FILE = Setting.of(
      "receipts.anchor-file", "", Values.textOrNone(),
      "second place for the receipt log's last checkpoint, outside the data folder: finds out a"
          + " restored backup of the whole folder; none: no such place");

  static final Setting<Integer> RECEIPTS_KEY_DAYS = Setting.of(
      "receipts.key-days", 90, Values.wholeNumber(0, 36_500),
      "days for which the key that ties a receipt to its request is kept; then it is destroyed");

  /** Those of modules on the class path. */
  static final List<SettingGroup> GROUPS = ServiceLoader
      .load(SettingGroup.class, SettingGroup.class.getClassLoader())
      .stream()
      .map(ServiceLoader.Provider::get)
      .toList();

  /** All of them, in the order in which people read them. */
  public static final List<Setting<?>> ALL = with(
      List.of(
          StorageConfig.ALL, AccessSettings.ALL, ErasureSettings.ALL, MetricsConfig.ALL,
          GatewayConfig.ALL, LogConfig.ALL, PluginRules.ALL, ElsewhereConfig.ALL, ofGroups()),
      LISTEN_HOST, LISTEN_PORT, LISTEN_CONNECTIONS_MAX, DATA_FOLDER, PLUGINS_FOLDER,
      PLUGINS_LOADING_SECONDS_MAX, PLUGINS_SCORING_MILLIS_MAX, PLUGINS_LOST_THREADS_MAX,
      PLUGINS_SOLVING_SECONDS_MAX, PLUGINS_TRAINING_SECONDS_MAX, SERVING_THREADS,
      SERVING_PENDING_CALLS_MAX, SERVING_WAIT_MILLIS, SERVING_CONNECTION_CALLS_MAX,
      SERVING_MESSAGE_BYTES_MAX, SERVING_DEADLINE_SECONDS, SERVING_DEADLINE_SECONDS_MAX,
      SERVING_MESSAGE_SECONDS, SERVING_DRAIN_SECONDS, SERVING_WARM_MILLIS, SERVING_REFLECTION,
      UNLEARNING_PENDING_CALLS_MAX, INTAKE_PENDING_CALLS_MAX, CONTROL_PENDING_CALLS_MAX,
      CONTROL_CONNECTION_WATCHES_MAX, CACHE_ITEMS_MAX, CATALOG_MEGABYTES_MAX, COMPUTE_THREADS,
      TRAINING_FAMILIES, ERASURE_EFFORT, RETRAINING_AUTOMATIC, RETRAINING_NEW_ROWS_SHARE,
      RETRAINING_EVERY_HOURS, RETRAINING_SCHEDULE, RETRAINING_SCHEDULE_ZONE,
      RETRAINING_TAKEOVER_BOUND, RETRAINING_RESIDUAL_BUDGET, RETRAINING_PAUSE_SECONDS,
      LEARNING_AUTOMATIC, LEARNING_INTERVAL_MILLISECONDS, VERSIONS_KEPT,
      VERSIONS_REBASE_SECONDS_MAX, VERSIONS_ALIASES_MAX, RECEIPTS_LOG_NAME, RECEIPTS_ANCHOR_FILE,
      RECEIPTS_KEY_DAYS);

  private Settings() {}

  private static List<Setting<?>> ofGroups() {
    return GROUPS.stream().<Setting<?>>flatMap(group -> group.settings().stream()).toList();
  }

  private static List<Setting<?>> with(List<List<Setting<?>>> last, Setting<?>... first) {
    return Stream.concat(Arrays.stream(first), last.stream().flatMap(List::stream)).toList();
  }
}
