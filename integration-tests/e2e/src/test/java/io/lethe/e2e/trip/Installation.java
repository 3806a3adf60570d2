package io.lethe.e2e.trip;

import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import io.lethe.server.wiring.OfflineStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A server's folders, with the matrix factorization plugin in place. Servers may start on it, one
 * after the other.
 */
record Installation(Path folder) {

  static final String MODEL = "tea";
  static final Duration WAIT_MAX = Duration.ofSeconds(60);

  private static final Map<String, String> QUICK_TRAINING = Map
      .of("factors", "8", "batch-size", "256", "learning-rate", "0.01", "epochs-max", "20");

  /** With the plugin, without data. */
  static Installation in(Path folder) {
    PluginJar.matrixFactorization(folder.resolve("plugins/mf"));
    return new Installation(folder);
  }

  ServerConfig config() {
    Map<String, String> flags = Map.of(
        "listen.port", "0", "data.folder", data().toString(), "plugins.folder",
        plugins().toString(), "serving.drain-seconds", "2");
    return ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of()));
  }

  Path data() {
    return folder.resolve("data");
  }

  Path plugins() {
    return folder.resolve("plugins");
  }

  LetheServer start() throws IOException {
    return LetheServer.start(config());
  }

  /** A server whose model {@value #MODEL} is trained on the people of {@link People}. */
  LetheServer startTrained() throws IOException {
    try (OfflineStore store = OfflineStore.open(config())) {
      var _ = store.intake().add(new ModelName(MODEL), People.interactions());
    }
    LetheServer server = start();
    try (LetheClient client = client(server)) {
      train(client);
    }
    return server;
  }

  static void train(LetheClient client) {
    var _ = client.train(TrainingRequest.of(MODEL, "mf").with(QUICK_TRAINING).from(3))
        .await(progress -> {}, WAIT_MAX);
  }

  static LetheClient client(LetheServer server) {
    return client(server.port());
  }

  static LetheClient client(int port) {
    return LetheClient.builder("127.0.0.1:" + port)
        .plaintext()
        .deadline(Duration.ofSeconds(30))
        .build();
  }
}
