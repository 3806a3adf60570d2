package io.lethe.server.grpc;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.lifecycle.TrainingRequest;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.engine.plugin.Plugins;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds out at once what would end a training later: the caller still listens. Thread-safe. */
final class TrainingCheck {

  private static final int OPTIONS_MAX = 100;
  private static final Pattern OPTION_NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private final Plugins plugins;
  private final PluginContext context;
  private final InteractionLog log;

  TrainingCheck(Plugins plugins, PluginContext context, InteractionLog log) {
    this.plugins = plugins;
    this.context = context;
    this.log = log;
  }

  /**
   * Checks. Which family trains a request that names none, and whether it knows the options, is only
   * certain once the data was read.
   *
   * @throws LetheException of kind {@code PLUGIN_NOT_FOUND}, {@code DATASET_NOT_FOUND}, {@code
   *     OPTION_INVALID}
   */
  void check(TrainingRequest request) {
    if (request.options().size() > OPTIONS_MAX) {
      throw new LetheException(
          ErrorKind.OPTION_INVALID,
          "%d options; at most %d are allowed".formatted(request.options().size(), OPTIONS_MAX),
          Map.of("plugin", request.plugin()));
    }
    request.options().keySet().forEach(name -> checkName(request.plugin(), name));
    if (!request.plugin().isEmpty()) {
      checkOptions(plugins.catalog().find(request.plugin()), request);
    }
    if (log.end(request.model()) == 0) {
      throw new LetheException(
          ErrorKind.DATASET_NOT_FOUND, "nothing was imported for model " + request.model(),
          Map.of("model", request.model().value()));
    }
  }

  private void checkOptions(RecommenderPlugin plugin, TrainingRequest request) {
    TrainingConfig config = new TrainingConfig(request.seed(), request.options());
    var _ = PluginCalls.call(plugin, () -> plugin.trainer(config, context));
  }

  // Plugins repeat a name that they do not know: it must look like one, and like no person's id.
  private static void checkName(String plugin, String name) {
    if (!OPTION_NAME.matcher(name).matches()) {
      throw new LetheException(
          ErrorKind.OPTION_INVALID,
          "an option's name is 1 to 64 of a-z, 0-9 and -, beginning with a letter",
          Map.of("plugin", plugin));
    }
  }
}
