package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import io.lethe.testkit.SyntheticRatings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LazyLoadingTest {

  /** Trains few items, saves, loads, answers, refits and consolidates. */
  static final class Living {

    private Living() {}

    public static void main(String[] arguments) {
      EasePlugin plugin = new EasePlugin();
      InteractionView view = InteractionView.of(new SyntheticRatings(3, 30, 20, 5).generate());
      EaseModel trained = Dense.trained(view, Map.of());
      EaseModel loaded = (EaseModel) plugin.load(plugin.save(trained), view, Dense.ALONE);
      EaseModel next = (EaseModel) loaded.refit(Removal.of(view, new int[]{3})).model();
      int filled = next.consolidate().topItems(2, new int[0], new int[5], new float[5]);
      System.out.println("lived: " + filled);
    }
  }

  @Test
  void plugin_lives_noneOfNd4jLoaded() throws Exception {
    String output = run();
    assertTrue(output.contains("lived: 5"), output);
    assertTrue(output.contains("io.lethe.plugins.ease.Inverse"));
    assertFalse(output.contains("org.nd4j."));
    assertFalse(output.contains("org.bytedeco."));
  }

  private static String run() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-verbose:class",
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        Living.class.getName()).redirectErrorStream(true).start();
    try (var stream = process.getInputStream()) {
      String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    }
  }
}
