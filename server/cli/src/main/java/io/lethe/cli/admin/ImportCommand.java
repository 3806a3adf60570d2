package io.lethe.cli.admin;

import io.lethe.cli.models.SentInteractions;
import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.OfflineStore;
import io.lethe.store.input.DoubtfulIds;
import io.lethe.store.input.InteractionFile;
import io.lethe.store.input.RowFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
        "What was ever erased from the model does not come in again. While a server has the data "
            + "folder, the server at --server is asked to take them in."})
public final class ImportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Parameters(
      description = "Rows with a header, separated by , ; | tab, :: or blank; MovieLens u.data or "
          + "ratings.dat; RecBole .inter; or one JSON object after another. Plain or gzipped, UTF-8 "
          + "or UTF-16 with its mark.",
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
    if (OfflineStore.isInUse(config)) {
      tell(surroundings.screen(), read);
      try (LetheClient client = server.connect()) {
        SentInteractions
            .send(client, name.value(), read.columns(), input.repeats(), surroundings.screen());
      }
      return ExitCode.DONE;
    }
    InteractionIntake.Import done;
    try (OfflineStore store = OfflineStore.open(config)) {
      done = store.intake().add(name, read.columns(), input.repeats());
      store.record("lethe import", "models/" + name);
    }
    tell(surroundings.screen(), read);
    tell(surroundings.screen(), name, done);
    return ExitCode.DONE;
  }

  private void tell(Screen screen, InteractionFile read) {
    InteractionColumns rows = read.columns();
    screen.line(
        "Read %s of %s and %s.".formatted(
            Units.count(rows.size(), "interaction"), Units.count(rows.userIds().size(), "user"),
            Units.count(rows.itemIds().size(), "item")));
    if (read.merged() > 0) {
      screen.line(
          "%s repeated a pair of user and item: %s."
              .formatted(Units.count(read.merged(), "row"), switch (input.repeats()) {
                case LATEST -> "the latest value counts";
                case FIRST -> "the first value counts";
                case SUM -> "the sum of the values counts";
                case MAX -> "the largest value counts";
              }));
    }
    for (Map.Entry<RowFault, Long> fault : new TreeMap<>(read.skipped()).entrySet()) {
      screen.line(
          "Skipped %s: %s."
              .formatted(Units.count(fault.getValue(), "row"), fault.getKey().label()));
    }
    long untimed = Arrays.stream(read.times()).filter(Double::isNaN).count();
    if (untimed > 0 && read.merged() > 0) {
      screen.line(
          "Warning: %s a time that is neither a number nor a date; where they repeat a pair, their order counts."
              .formatted(untimed == 1 ? "1 row has" : Units.count(untimed) + " rows have"));
    }
    DoubtfulIds.warnings(rows).forEach(warning -> screen.line("Warning: " + warning));
  }

  private static void tell(Screen screen, ModelName name, InteractionIntake.Import done) {
    screen.line(
        "Imported %s for model %s%s%s; it has %s now.".formatted(
            Units.count(done.added(), "new interaction"), name,
            part(done.replaced(), ", replaced the value of %s"),
            part(done.unchanged(), ", left %s as they were"), Units.count(done.pairs())));
    if (done.leftOut() > 0) {
      screen.line(
          "Left out %s, erased before.".formatted(Units.count(done.leftOut(), "interaction")));
    }
  }

  private static String part(long count, String words) {
    return count == 0 ? "" : words.formatted(Units.count(count));
  }
}
