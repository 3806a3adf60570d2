package io.lethe.plugins.neumf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class LazyLoadingTest {

  /** Lists the plugins and checks options, as a server does at its start. */
  static final class Listing {

    private Listing() {}

    public static void main(String[] arguments) {
      PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
      for (RecommenderPlugin plugin : ServiceLoader.load(RecommenderPlugin.class)) {
        plugin.trainer(new TrainingConfig(1, Map.of()), context);
        System.out.println("listed: " + plugin.name() + " " + plugin.options().size());
      }
    }
  }

  @Test
  void plugin_listed_noneOfNd4jLoaded() throws Exception {
    String output = run();
    assertTrue(output.contains("listed: neumf"), output);
    assertTrue(output.contains("io.lethe.plugins.neumf.NeumfTrainer"));
    assertFalse(output.contains("org.nd4j."));
    assertFalse(output.contains("org.bytedeco."));
  }

  private static String run() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-verbose:class",
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        Listing.class.getName()).redirectErrorStream(true).start();
    try (var stream = process.getInputStream()) {
      String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    }
  }
}
