package io.lethe.cli.plugin;

import io.lethe.checks.Measure;
import io.lethe.checks.family.Family;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.plugin.folder.PluginFolder;
import io.lethe.engine.plugin.folder.PluginHost;
import io.lethe.engine.plugin.folder.PluginKeep;
import io.lethe.engine.plugin.folder.PluginLoading;
import io.lethe.evaluation.plugin.CheckData;
import io.lethe.evaluation.plugin.CheckStep;
import io.lethe.evaluation.plugin.Finding;
import io.lethe.evaluation.plugin.PluginCheck;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.kernels.Kernels;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingOption;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The check itself, in a process of its own: whatever the plugin does, it does it there.
 *
 * @param only a plugin's name; empty for all of the folder
 * @param options training options
 */
record CheckRun(
    Screen screen, CheckEvents events, String only, Map<String, String> options, long seed) {

  private static final int THREADS = 3;

  /** Checks a home's plugins; the exit code. */
  int of(Path home, Optional<InteractionColumns> rows) throws IOException {
    try (PluginKeep keep = PluginKeep.temporary()) {
      return of(
          home, PluginFolder.loadHome(
              home, PluginHost.of(PluginLoading.within(PluginLimits.defaults()), keep)),
          rows);
    }
  }

  private int of(Path home, PluginCatalog catalog, Optional<InteractionColumns> rows) {
    String folder = String.valueOf(home.getFileName());
    events.begins(folder, CheckStep.FOLDER.word());
    boolean sound = catalog.failures().isEmpty();
    catalog.failures().forEach(failure -> folder(folder, CheckLine.BROKEN, failure.reason()));
    catalog.warnings().forEach(warning -> folder(folder, CheckLine.NOTE, warning.text()));
    CheckData data = rows.map(CheckData::of).orElseGet(CheckData::madeUp);
    List<InstalledPlugin> chosen = chosen(catalog);
    chosen.forEach(installed -> checkOptions(installed.plugin()));
    for (InstalledPlugin installed : chosen) {
      sound &= check(installed.plugin(), data);
    }
    return sound ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void folder(String folder, String verdict, String text) {
    events.found(CheckLine.plain(folder, CheckStep.FOLDER.word(), verdict, text));
  }

  private List<InstalledPlugin> chosen(PluginCatalog catalog) {
    List<InstalledPlugin> chosen = catalog.plugins()
        .stream()
        .filter(installed -> only.isEmpty() || installed.plugin().name().equals(only))
        .toList();
    if (chosen.isEmpty() && !catalog.plugins().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "there is no plugin %s in it; there are: %s".formatted(
              only, String.join(
                  ", ", catalog.plugins().stream().map(each -> each.plugin().name()).toList())));
    }
    return chosen;
  }

  /** What was typed is told from what the plugin does: its own options are taken, or none of this is. */
  private void checkOptions(RecommenderPlugin plugin) {
    List<String> known = plugin.options().stream().map(TrainingOption::name).toList();
    options.keySet().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw new CommandException(
          ExitCode.USAGE, "unknown option %s of plugin %s; known are %s"
              .formatted(name, plugin.name(), known.isEmpty() ? "none" : String.join(", ", known)));
    });
  }

  private boolean check(RecommenderPlugin plugin, CheckData data) {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Kernels kernels = Kernels.fastest();
      InfluenceUnlearner unlearner = new InfluenceUnlearner(
          UnlearningConfig.defaults(), kernels, System::nanoTime);
      InstantSource clock = InstantSource.system();
      return new PluginCheck(
          new Family(plugin, options, seed, new PluginContext(Runnable::run, 1, clock)),
          new PluginContext(threads, THREADS, clock), data, new Strategies(unlearner, kernels),
          new Telling(screen, events, plugin.name() + " " + plugin.version())).run();
    }
  }

  private record Telling(
      Screen screen, CheckEvents events, String plugin) implements PluginCheck.Witness {

    @Override
    public void begins(CheckStep step) {
      events.begins(plugin, step.word());
      screen.err().println("%s: %s ...".formatted(plugin, step.word()));
      screen.err().flush();
    }

    @Override
    public void found(Finding finding) {
      String step = finding.step().word();
      String verdict = switch (finding.verdict()) {
        case KEPT -> CheckLine.KEPT;
        case BROKEN -> CheckLine.BROKEN;
        case NOTE -> CheckLine.NOTE;
      };
      Measure measure = finding.measure();
      events.found(
          measure == null
              ? CheckLine.plain(plugin, step, verdict, finding.text())
              : new CheckLine(
                  plugin, step, verdict, finding.text(), measure.promise().word(), measure.block(),
                  measure.row() < 0 ? null : measure.row(), finite(measure.value()),
                  measure.least(), measure.most() == Double.MAX_VALUE ? null : measure.most(),
                  measure.cause()));
    }

    private static @Nullable Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }

    /** For the plugin's author, who is the one to read it. */
    @Override
    public void threw(CheckStep step, Throwable thrown) {
      thrown.printStackTrace(screen.err());
      screen.err().flush();
    }
  }
}
