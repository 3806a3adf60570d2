package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.cli.terminal.WaitNote;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingHandle;
import io.lethe.client.TrainingRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    description = {
        "Trains a new version of a model on what was imported for it, and makes it answer.",
        "The server does the work; interrupting this command does not stop it."})
public final class TrainCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--model",
      required = true,
      description = "The model: a-z, 0-9 and -, beginning with a letter.",
      paramLabel = "NAME") private String model = "";

  @Option(
      names = "--plugin",
      defaultValue = "",
      description = "The model family; 'lethe plugins' lists them. Default: the first of the server's "
          + "setting training.families that takes data of this size.",
      paramLabel = "NAME") private String plugin = "";

  @Option(
      names = {"-o", "--option"},
      description = "A training option of the plugin; 'lethe plugins' lists them. Those left out are "
          + "chosen anew by each training, whatever an earlier one had; see --again.",
      paramLabel = "NAME=VALUE") private Map<String, String> pluginOptions = new LinkedHashMap<>();

  @Option(
      names = "--again",
      description = "With the family and the options of the version that answers, as the server's own "
          + "trainings do; -o changes single ones.") private boolean again;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of everything random: same data, options and seed, same model. Default: 1",
      paramLabel = "N") private long seed;

  @Option(
      names = "--no-final-fit",
      description = "Leaves out the second training on all interactions: the model never learns from "
          + "those held out to choose by.") private boolean noFinalFit;

  @Option(
      names = "--beside",
      description = "Keeps the new version beside the active one: for 'lethe alias set' or "
          + "'lethe activate'.") private boolean beside;

  public TrainCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    String name = Names.model(model).toString();
    if (again && !plugin.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--again takes the family of the version that answers: leave out --plugin");
    }
    Optional<ModelVersion> before;
    ModelVersion version;
    try (LetheClient server = options.connect();
        TrainingDisplay display = new TrainingDisplay(screen)) {
      before = answering(server, name);
      TrainingHandle training = server.train(request(name, before));
      try (WaitNote _ = WaitNote.on(
          screen, "%1$s goes on at the server; 'lethe operations wait %1$s' waits again"
              .formatted(training.name()))) {
        version = training.await(display::show, TrainingDisplay.TRAINING_MAX);
      }
    }
    screen.line(
        "%s %s: %s, %s, %s.".formatted(
            version.name(), version.active() ? "answers now" : "is kept beside the active one",
            Units.count(version.size().users(), "user"),
            Units.count(version.size().items(), "item"),
            Units.count(version.size().interactions(), "interaction")));
    VersionReport.print(screen, version);
    if (plugin.isEmpty() && pluginOptions.isEmpty() && !again) {
      before.ifPresent(earlier -> VersionReport.tellOtherChoices(screen, earlier, version));
    }
    return ExitCode.DONE;
  }

  /** The version that answers; empty before the first training. */
  private static Optional<ModelVersion> answering(LetheClient server, String name) {
    try {
      return server.versions(name).filter(ModelVersion::active).findFirst();
    } catch (LetheException failure) {
      if (failure.reason().equals("MODEL_NOT_FOUND")) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private TrainingRequest request(String name, Optional<ModelVersion> before) {
    String family = plugin;
    Map<String, String> all = new LinkedHashMap<>();
    if (again) {
      ModelVersion like = before.orElseThrow(
          () -> new CommandException(
              ExitCode.FAILED,
              "model %s has no version that answers; leave out --again".formatted(name)));
      family = like.plugin();
      all.putAll(like.training().options());
    }
    all.putAll(pluginOptions);
    return new TrainingRequest(name, family, all, seed, !noFinalFit, beside, UUID.randomUUID());
  }
}
