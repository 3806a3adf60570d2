package io.lethe.cli.admin;

import io.lethe.cli.models.SentInteractions;
import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.CredentialOptions;
import io.lethe.cli.options.ImportIdOption;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelName;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.OfflineStore;
import io.lethe.store.input.DoubtfulIds;
import io.lethe.store.input.InteractionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {"Adds interactions from a file to those a model is trained on.",
        "What was ever erased from the model does not come in again. While a server has the data "
            + "folder, that server takes them in."})
public final class ImportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private CredentialOptions credentials = new CredentialOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Mixin private ImportIdOption importId = new ImportIdOption();

  @Parameters(
      description = "Rows with a header, separated by , ; | tab, :: or blank; MovieLens u.data or "
          + "ratings.dat; RecBole .inter; or one JSON object after another: plain or gzipped, UTF-8 "
          + "or UTF-16 with its mark. Or a Parquet file.",
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
    ModelName name = Names.model(model);
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    InteractionFile read = input.read(file);
    input.tell(surroundings.screen(), read);
    Optional<String> server = OfflineStore.serverOf(config);
    if (server.isPresent()) {
      surroundings.screen()
          .line("The server at %s has %s.".formatted(server.get(), config.dataFolder()));
      try (LetheClient client = credentials.connect(server.get())) {
        SentInteractions.send(
            client, name.value(), importId.id(), read, Optional.of(Instant.EPOCH), input.repeats(),
            surroundings.screen());
      }
      return ExitCode.DONE;
    }
    InteractionIntake.Import done;
    try (OfflineStore store = OfflineStore.open(config)) {
      DoubtfulIds.warnings(store.intake().all(name), read.columns())
          .forEach(warning -> surroundings.screen().line("Warning: " + warning));
      done = store.intake().add(name, read.timed(Instant.now()), input.repeats());
      store.record("lethe import", "models/" + name);
    }
    tell(surroundings.screen(), name, done);
    return ExitCode.DONE;
  }

  private static void tell(Screen screen, ModelName name, InteractionIntake.Import done) {
    screen.line(
        "Imported %s for model %s%s%s%s; it has %s now.".formatted(
            Units.count(done.added(), "new interaction"), name,
            part(done.replaced(), ", replaced the value of %s"),
            part(done.unchanged(), ", left %s as they were"),
            part(done.older(), ", passed over %s older than what it has"),
            Units.count(done.pairs())));
    if (done.leftOut() > 0) {
      screen.line(
          "Left out %s: they, their users or their items were erased."
              .formatted(Units.count(done.leftOut(), "interaction")));
    }
  }

  private static String part(long count, String words) {
    return count == 0 ? "" : words.formatted(Units.count(count));
  }
}
