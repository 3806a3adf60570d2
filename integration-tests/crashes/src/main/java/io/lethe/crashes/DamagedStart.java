package io.lethe.crashes;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ScoredItem;
import io.lethe.client.TrainingRequest;
import io.lethe.crashes.damage.LogLines;
import io.lethe.crashes.damage.Verdict;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc.RecommendationServiceBlockingStub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A server of this process over a data folder in which one file is damaged, asked for everything that
 * was promised. Confined.
 */
final class DamagedStart {

  private static final Duration END_MAX = Duration.ofMinutes(5);

  private final RunningState state;
  private final ServerConfig config;
  private final String file;
  private final LogLines log;
  private final boolean trains;
  private boolean modelRefused;
  private boolean receiptsRefused;
  private int answered;
  private String told = "";

  /**
   * One start.
   *
   * @param file name of the damaged file
   * @param trains whether the models are trained once more before they are asked
   */
  DamagedStart(RunningState state, ServerConfig config, String file, LogLines log, boolean trains) {
    this.state = state;
    this.config = config;
    this.file = file;
    this.log = log;
    this.trains = trains;
  }

  /** The configuration of a server over a folder. */
  static ServerConfig config(Path data, Path plugins) {
    return ServerConfig.of(
        ConfigLoader.load(
            Map.of(
                "listen.port", "0", "data.folder", data.toString(), "plugins.folder",
                plugins.toString(), "approval.share-above", RunningState.HELD_ABOVE,
                "retraining.automatic", "false", "storage.reserve-mb", "0", "serving.warm-millis",
                "0"),
            Map.of(), null, Map.of()));
  }

  Verdict run() throws IOException, InterruptedException {
    var _ = log.taken();
    try (LetheServer server = LetheServer.start(config)) {
      String address = "127.0.0.1:" + server.port();
      // The client would ask a model that is not ready again and again.
      ManagedChannel once = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
      try (
          LetheClient client = LetheClient.builder(address).plaintext().deadline(END_MAX).build()) {
        return asked(client, RecommendationServiceGrpc.newBlockingStub(once));
      } finally {
        once.shutdownNow();
      }
    } catch (io.lethe.engine.LetheException refusal) {
      told += refusal.getMessage();
      return isNamed() ? Verdict.REFUSED_NAMED : Verdict.REFUSED_UNNAMED;
    } catch (RuntimeException unplanned) {
      told += unplanned;
      return Verdict.UNPLANNED;
    }
  }

  /** Everything that it said, for the report. */
  String told() {
    return told;
  }

  private Verdict asked(LetheClient client, RecommendationServiceBlockingStub once)
      throws InterruptedException {
    boolean same = trained(client);
    for (RunningState.Acknowledged each : state.acknowledged()) {
      switch (looked(client, each)) {
        case LOST -> {
          return Verdict.LOST;
        }
        case SILENT -> same = false;
        default -> {
          // As it was promised.
        }
      }
    }
    for (String model : List.of(RunningState.FILMS, RunningState.SERIES)) {
      for (String person : state.erasedFrom(model)) {
        if (isAnswered(once, model, person)) {
          return Verdict.SERVED;
        }
      }
      for (String survivor : state.survivors()) {
        switch (survived(once, model, survivor)) {
          case SERVED -> {
            return Verdict.SERVED;
          }
          case SILENT -> same = false;
          default -> {
            // As before.
          }
        }
      }
    }
    return verdict(same);
  }

  private Verdict verdict(boolean same) {
    List<String> logged = log.taken();
    told += String.join("\n", logged);
    if (receiptsRefused && answered > 0) {
      told += "\n%d answers beside a receipt log that contradicts".formatted(answered);
      return Verdict.SERVED;
    }
    if (receiptsRefused) {
      return Verdict.RECEIPTS_STOPPED;
    }
    if (modelRefused) {
      return isNamed() ? Verdict.MODEL_NAMED : Verdict.MODEL_UNNAMED;
    }
    if (!same) {
      return Verdict.SILENT;
    }
    return logged.stream().anyMatch(line -> line.contains(file))
        ? Verdict.MENDED
        : Verdict.HARMLESS;
  }

  /** Nobody knows the name of a log's last file once it is gone, for it tells how many rows it had. */
  private boolean isNamed() {
    return told.contains(file)
        || (file.startsWith("rows-") && told.contains("the file of the last rows is missing"));
  }

  private boolean trained(LetheClient client) throws InterruptedException {
    if (!trains) {
      return true;
    }
    for (String model : List.of(RunningState.FILMS, RunningState.SERIES)) {
      try {
        var _ = client.train(TrainingRequest.of(model, "mf").with(MixedLoad.TRAINING).from(8))
            .await(progress -> {}, END_MAX);
      } catch (LetheException refused) {
        told += refused.getMessage() + "\n";
      }
    }
    return true;
  }

  private Verdict looked(LetheClient client, RunningState.Acknowledged promised) {
    try {
      Erasure now = client.erasure(promised.name()).now();
      if (now.state() == Erasure.State.CANCELLED
          || (promised.completed() && now.state() != Erasure.State.COMPLETED)) {
        told += "%s is %s\n".formatted(promised.name(), now.state());
        return Verdict.LOST;
      }
      if (promised.completed()) {
        byte[] receipt = client.erasure(promised.name()).receipt().toByteArray();
        return io.lethe.client.Receipt.parse(receipt)
            .statement()
            .equals(
                io.lethe.client.Receipt.parse(state.receipt(promised.name()).orElseThrow())
                    .statement()) ? Verdict.HARMLESS : Verdict.SILENT;
      }
      return Verdict.HARMLESS;
    } catch (LetheException failed) {
      told += failed.getMessage() + "\n";
      if (failed.is(ErrorReason.RECEIPT_LOG_INCONSISTENT)) {
        receiptsRefused = true;
        return Verdict.HARMLESS;
      }
      return failed.is(ErrorReason.ERASURE_NOT_FOUND) ? Verdict.LOST : Verdict.SILENT;
    }
  }

  /** Whether an erased person gets anything. */
  private boolean isAnswered(RecommendationServiceBlockingStub once, String model, String person) {
    try {
      told += "%s is answered by %s\n"
          .formatted(person, recommend(once, model, person).getModelVersion());
      return true;
    } catch (LetheException refused) {
      noted(refused);
      return false;
    }
  }

  private static RecommendResponse recommend(
      RecommendationServiceBlockingStub once, String model, String person) {
    try {
      return once.recommend(
          RecommendRequest.newBuilder()
              .setModel("models/" + model)
              .setUser(person)
              .setN(RunningState.ANSWERS)
              .build());
    } catch (StatusRuntimeException failed) {
      throw LetheException.of(failed);
    }
  }

  private Verdict survived(RecommendationServiceBlockingStub once, String model, String survivor) {
    try {
      RecommendResponse answer = recommend(once, model, survivor);
      answered++;
      List<ScoredItem> items = answer.getItemsList()
          .stream()
          .map(item -> new ScoredItem(item.getItem(), item.getScore()))
          .toList();
      List<String> shown = items.stream().map(ScoredItem::item).toList();
      for (String gone : state.itemsErasedFrom(model)) {
        if (shown.contains(gone)) {
          told += "%s is shown by %s\n".formatted(gone, answer.getModelVersion());
          return Verdict.SERVED;
        }
      }
      List<ScoredItem> before = state.answer(model, survivor);
      boolean comparable = state.version(model)
          .filter(version -> version.toString().equals(answer.getModelVersion()))
          .isPresent();
      boolean same = items.size() >= before.size()
          && items.subList(0, before.size()).equals(before);
      if (comparable && !same) {
        told += "%s gets other answers by %s\n".formatted(survivor, answer.getModelVersion());
        return Verdict.SILENT;
      }
      return Verdict.HARMLESS;
    } catch (LetheException refused) {
      if (refused.is(ErrorReason.USER_NOT_FOUND) || refused.is(ErrorReason.USER_CONTAINED)) {
        told += "%s is unknown: %s\n".formatted(survivor, refused.getMessage());
        return Verdict.SILENT;
      }
      noted(refused);
      return Verdict.HARMLESS;
    }
  }

  /** That a person is unknown is right for who was erased. */
  private void noted(LetheException refused) {
    boolean gone = refused.is(ErrorReason.USER_NOT_FOUND) || refused.is(ErrorReason.USER_CONTAINED);
    if (!gone) {
      modelRefused = true;
      told += refused.getMessage() + "\n";
    }
  }

  /** For the report: what somebody reads who looks for the file. */
  @Override
  public String toString() {
    return file + ": " + Arrays.asList(told.split("\n"));
  }
}
