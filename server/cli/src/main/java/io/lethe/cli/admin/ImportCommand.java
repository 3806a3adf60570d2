package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.engine.erasure.purge.InteractionIntake;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.OfflineStore;
import io.lethe.store.input.InteractionFile;
import io.lethe.store.input.RowFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {"Adds interactions from a file to those a model is trained on.",
        "What was ever erased from the model does not come in again. While a server runs, it has "
            + "the data folder for itself: stop it to import."})
public final class ImportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Parameters(
      description = "CSV or TSV with a header, MovieLens u.data, ratings.dat or ratings.csv, or "
          + "RecBole .inter; plain or gzipped.",
      paramLabel = "FILE") private Path file = Path.of("");

  @Option(
      names = "--model",
      required = true,
      description = "The model: a-z, 0-9 and -, beginning with a letter.",
      paramLabel = "NAME") private String model = "";

  public ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ModelName name = new ModelName(model);
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    InteractionFile read = input.read(file);
    Screen screen = surroundings.screen();
    InteractionColumns rows = read.columns();
    try (OfflineStore store = OfflineStore.open(config)) {
      InteractionIntake.Import done = store.intake().add(name, rows);
      screen.line(
          "Imported %s of %s and %s for model %s; it has %s now.".formatted(
              Units.count(done.added(), "interaction"), Units.count(rows.userIds().size(), "user"),
              Units.count(rows.itemIds().size(), "item"), name, Units.count(done.pairs())));
      if (done.leftOut() > 0) {
        screen.line(
            "Left out %s, erased before.".formatted(Units.count(done.leftOut(), "interaction")));
      }
    }
    for (Map.Entry<RowFault, Long> fault : new TreeMap<>(read.skipped()).entrySet()) {
      screen.line(
          "Skipped %s: %s."
              .formatted(Units.count(fault.getValue(), "row"), fault.getKey().label()));
    }
    return ExitCode.DONE;
  }
}
