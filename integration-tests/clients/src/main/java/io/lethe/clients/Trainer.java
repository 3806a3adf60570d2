package io.lethe.clients;

import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Has the suite's models trained before anybody else comes. */
record Trainer(LetheClient client) implements AutoCloseable {

  private static final Duration TRAINING_MAX = Duration.ofMinutes(5);
  /** Enough to beat chance, quickly. */
  private static final Map<String, String> OPTIONS = Map
      .of("factors", "8", "epochs-max", "8", "learning-rate", "0.02", "batch-size", "1024");

  static Trainer at(String address, Path authority, Tokens tokens) {
    return new Trainer(
        LetheClient.builder(address)
            .trusting(authority)
            .token(() -> tokens.issue("trainer", "train"))
            .deadline(Duration.ofMinutes(2))
            .build());
  }

  void train(String model) {
    client.train(TrainingRequest.of(model, "mf").with(OPTIONS).from(7))
        .await(progress -> {}, TRAINING_MAX);
  }

  /** Names no family: the server takes one that forgets exactly at this size. */
  void trainByDefault(String model) {
    client.train(TrainingRequest.of(model)).await(progress -> {}, TRAINING_MAX);
  }

  @Override
  public void close() {
    client.close();
  }
}
