package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import java.util.LinkedHashMap;
import java.util.Map;
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
      description = "A training option of the plugin; 'lethe plugins' lists them.",
      paramLabel = "NAME=VALUE") private Map<String, String> pluginOptions = new LinkedHashMap<>();

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
    TrainingRequest request = new TrainingRequest(
        Names.model(model).toString(), plugin, pluginOptions, seed, !noFinalFit, beside,
        UUID.randomUUID());
    ModelVersion version;
    try (LetheClient server = options.connect();
        TrainingDisplay display = new TrainingDisplay(screen)) {
      version = server.train(request).await(display::show, TrainingDisplay.TRAINING_MAX);
    }
    screen.line(
        "%s %s: %s, %s, %s.".formatted(
            version.name(), version.active() ? "answers now" : "is kept beside the active one",
            Units.count(version.size().users(), "user"),
            Units.count(version.size().items(), "item"),
            Units.count(version.size().interactions(), "interaction")));
    VersionReport.print(screen, version);
    return ExitCode.DONE;
  }
}
