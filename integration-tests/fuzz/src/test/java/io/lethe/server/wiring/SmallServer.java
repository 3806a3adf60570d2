package io.lethe.server.wiring;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.fuzz.LentFolder;
import io.lethe.plugins.mf.MfPlugin;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.training.TrainingOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A whole server over a small trained model of {@link #USERS} users, its services besides offered
 * within the process: calls run on the caller's thread, where a fuzzer sees what they reach.
 *
 * @param services in the order of their names
 */
record SmallServer(
    LetheServer server, List<ServerServiceDefinition> services, ManagedChannel channel) {

  /** The model. */
  static final String MODEL = "models/tea";
  /** What the id of every user begins with, and no other word of the server's. */
  static final String PLANTED = "zq7person";
  static final int USERS = 40;

  private static final Duration TRAINING_MAX = Duration.ofMinutes(5);
  private static final int ITEMS = 30;
  private static final int ITEMS_PER_USER = 6;

  /** Starts one; it lives as long as the process. */
  static SmallServer start() {
    try {
      Path folder = LentFolder.makeKept();
      addPlugin(Files.createDirectories(folder.resolve("plugins/mf")));
      Map<String, String> flags = Map.of(
          "listen.port", "0", "data.folder", folder.resolve("data").toString(), "plugins.folder",
          folder.resolve("plugins").toString(), "retraining.automatic", "false");
      LetheServer server = LetheServer
          .start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
      LentFolder.deleteAtExit(folder, server::close);
      server.intake().add(new ModelName("tea"), interactions());
      try (LetheClient client = LetheClient.builder("127.0.0.1:" + server.port()).build()) {
        TrainingRequest request = TrainingRequest.of("tea", "mf")
            .with(Map.of("factors", "4", "epochs-max", "5"))
            .from(1);
        var _ = client.train(request).await(progress -> {}, TRAINING_MAX);
      }
      return inProcess(server);
    } catch (IOException unusable) {
      throw new IllegalStateException(unusable);
    }
  }

  private static SmallServer inProcess(LetheServer server) throws IOException {
    String name = UUID.randomUUID().toString();
    List<ServerServiceDefinition> services = new ArrayList<>(server.services().definitions());
    services.sort(
        (left, right) -> left.getServiceDescriptor()
            .getName()
            .compareTo(right.getServiceDescriptor().getName()));
    Server _ = InProcessServerBuilder.forName(name)
        .directExecutor()
        .addServices(services)
        .build()
        .start();
    return new SmallServer(
        server, services, InProcessChannelBuilder.forName(name).directExecutor().build());
  }

  static String user(int number) {
    return PLANTED + number;
  }

  static String item(int number) {
    return "tea" + number;
  }

  private static InteractionColumns interactions() {
    List<String> users = Stream.iterate(0, k -> k + 1).limit(USERS).map(SmallServer::user).toList();
    List<String> items = Stream.iterate(0, k -> k + 1).limit(ITEMS).map(SmallServer::item).toList();
    int rows = USERS * ITEMS_PER_USER;
    int[] user = new int[rows];
    int[] item = new int[rows];
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      user[row] = row / ITEMS_PER_USER;
      item[row] = (user[row] + 7 * (row % ITEMS_PER_USER)) % ITEMS;
      values[row] = 1;
    }
    return new InteractionColumns(users, items, user, item, values);
  }

  /** The plugin and what it needs, as jars whether they came as jars or as folders of classes. */
  private static void addPlugin(Path home) throws IOException {
    for (Class<?> type : List.of(MfPlugin.class, TrainingOptions.class)) {
      Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
      Path jar = home.resolve(type.getSimpleName() + ".jar");
      if (Files.isDirectory(source)) {
        pack(source, jar);
      } else {
        Files.copy(source, jar);
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }
}
