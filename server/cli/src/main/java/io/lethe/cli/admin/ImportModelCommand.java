package io.lethe.cli.admin;

import io.lethe.cli.models.SentInteractions;
import io.lethe.cli.models.TrainingDisplay;
import io.lethe.cli.models.VersionReport;
import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.CredentialOptions;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingHandle;
import io.lethe.client.TrainingRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.vectors.NamedVectors;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.OfflineStore;
import io.lethe.spi.ImportedVectors;
import io.lethe.store.input.InteractionFile;
import io.lethe.store.vectors.FileVectorInbox;
import io.lethe.store.vectors.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "import-model",
    description = {
        "Makes a version of vectors that were trained elsewhere: by PyTorch, RecBole, implicit.",
        "The server that has the data folder serves their scores, and takes out of them what is to be"
            + " forgotten. It never trains them again: where an update is refused, the erasure fails,"
            + " stays contained, and is retried after new vectors were brought in. Only users and items"
            + " with interactions in the model come in, so that nobody who was erased comes back."})
public final class ImportModelCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private CredentialOptions credentials = new CredentialOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Option(
      names = "--model",
      required = true,
      description = "The model: a-z, 0-9 and -, beginning with a letter.",
      paramLabel = "NAME") private String model = "";

  @Option(
      names = "--plugin",
      defaultValue = "embeddings",
      description = "A family whose models are trained elsewhere. Default: embeddings",
      paramLabel = "NAME") private String plugin = "embeddings";

  @Option(
      names = "--tensors",
      required = true,
      description = "A .npz of NumPy or a .safetensors file with the arrays users and items (a row of up"
          + " to 1,024 numbers each, of 16, 32 or 64 bits) and, if there are biases, user_biases and"
          + " item_biases. A score is the product of two rows, and the biases.",
      paramLabel = "FILE") private Path tensors = Path.of("");

  @Option(
      names = "--users",
      required = true,
      description = "The users' ids, one a line, in the order of their rows; UTF-8.",
      paramLabel = "FILE") private Path users = Path.of("");

  @Option(
      names = "--items",
      required = true,
      description = "The items' ids likewise.",
      paramLabel = "FILE") private Path items = Path.of("");

  @Option(
      names = "--arrays",
      description = "Other names of the four arrays. Default: users,items,user_biases,item_biases",
      split = ",",
      paramLabel = "NAME") private List<String> arrays = List.of();

  @Option(
      names = "--log-file",
      description = "Interactions that the vectors were trained on, as 'lethe import' reads them: they"
          + " are imported before.",
      paramLabel = "FILE") private @Nullable Path logFile;

  @Option(
      names = "--erasures-left-out",
      defaultValue = "0",
      description = "The erasure position up to which the training elsewhere has left out what was"
          + " erased from the model. It is your word, and receipts say so. Default: 0",
      paramLabel = "N") private long leftOut;

  @Option(
      names = {"-o", "--option"},
      description = "An option of the plugin; 'lethe plugins' lists them.",
      paramLabel = "NAME=VALUE") private Map<String, String> pluginOptions = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of everything random. Default: 1",
      paramLabel = "N") private long seed;

  @Option(
      names = "--beside",
      description = "Keeps the new version beside the active one: for 'lethe alias set' or "
          + "'lethe activate'.") private boolean beside;

  public ImportModelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ModelName name = new ModelName(model);
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    Screen screen = surroundings.screen();
    NamedVectors vectors = read();
    screen.line(
        "Read vectors of %s and %s, %s each%s.".formatted(
            Units.count(vectors.userIds().size(), "user"),
            Units.count(vectors.itemIds().size(), "item"),
            Units.count(vectors.users().width(), "number"), biases(vectors)));
    @Nullable
    InteractionFile rows = logFile == null ? null : input.read(logFile);
    if (rows != null) {
      input.tell(screen, rows);
    }
    String server = OfflineStore.serverOf(config).orElseThrow(() -> noServer(config));
    try (LetheClient client = credentials.connect(server)) {
      if (rows != null) {
        SentInteractions.send(
            client, name.value(), UUID.randomUUID(), rows, Optional.of(Instant.EPOCH),
            input.repeats(), screen);
      }
      ModelVersion version = bringIn(client, name, config, vectors);
      screen.line(
          "%s %s: of the vectors it took those of users and items with interactions, and it has %s, %s, %s."
              .formatted(
                  version.name(),
                  version.active() ? "answers now" : "is kept beside the active one",
                  Units.count(version.size().users(), "user"),
                  Units.count(version.size().items(), "item"),
                  Units.count(version.size().interactions(), "interaction")));
      VersionReport.print(screen, version);
    }
    return ExitCode.DONE;
  }

  private NamedVectors read() throws IOException {
    for (Path file : List.of(tensors, users, items)) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new CommandException(ExitCode.FAILED, "there is no file %s to read".formatted(file));
      }
    }
    return new VectorFiles(tensors, users, items, names()).read();
  }

  private VectorFiles.Names names() {
    if (arrays.isEmpty()) {
      return VectorFiles.Names.USUAL;
    }
    if (arrays.size() != 4) {
      throw new CommandException(
          ExitCode.USAGE,
          "--arrays takes 4 names, and got %d: of users, items, user biases and item biases"
              .formatted(arrays.size()));
    }
    return new VectorFiles.Names(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3));
  }

  private static String biases(NamedVectors vectors) {
    boolean ofUsers = vectors.userBiases().length > 0;
    boolean ofItems = vectors.itemBiases().length > 0;
    if (ofUsers && ofItems) {
      return ", with biases of both";
    }
    return ofUsers ? ", with biases of users" : ofItems ? ", with biases of items" : "";
  }

  private static CommandException noServer(ServerConfig config) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        "no server has the data folder %s; start one by 'lethe serve': it brings the model in"
            .formatted(config.dataFolder()));
  }

  private ModelVersion bringIn(
      LetheClient client, ModelName name, ServerConfig config, NamedVectors vectors) {
    FileVectorInbox inbox = new FileVectorInbox(config.dataFolder());
    String digest = inbox.lay(name, vectors);
    Map<String, String> all = new LinkedHashMap<>(pluginOptions);
    all.put(ImportedVectors.FILE, digest);
    all.put(ImportedVectors.LEFT_OUT, Long.toString(leftOut));
    TrainingHandle begun;
    try {
      begun = client.train(
          new TrainingRequest(name.value(), plugin, all, seed, false, beside, UUID.randomUUID()));
    } catch (RuntimeException refused) {
      // From here on it is the server's.
      inbox.discard(name, digest);
      throw refused;
    }
    try (TrainingDisplay display = new TrainingDisplay(surroundings.screen())) {
      return begun.await(display::show, TrainingDisplay.TRAINING_MAX);
    }
  }
}
