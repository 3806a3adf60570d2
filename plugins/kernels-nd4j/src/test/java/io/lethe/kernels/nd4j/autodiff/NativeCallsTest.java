package io.lethe.kernels.nd4j.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeCallsTest {

  /** Ends while passes run one after the other on another thread. */
  static final class Ending {

    private Ending() {}

    public static void main(String[] arguments) {
      Network network = Passes.perceptron(32, 64);
      double[] rows = new double[Network.PAIRS_MAX * 32];
      List<double[]> layers = network.shape()
          .layers()
          .stream()
          .map(layer -> new double[layer.rows() * layer.width()])
          .toList();
      PairRows pairs = new PairRows(Network.PAIRS_MAX, rows, rows, layers);
      double[] weights = new double[Network.PAIRS_MAX];
      PairWeights scores = new PairWeights(weights, weights, weights);
      network.slopes(pairs, scores);
      Thread.ofPlatform().start(() -> {
        try {
          while (true) {
            network.slopes(pairs, scores);
          }
        } catch (IllegalStateException refused) {
          System.out.println("refused: " + refused.getMessage());
        }
      });
      network.slopes(pairs, scores);
      System.exit(7);
    }
  }

  /** Builds a network in a class loader of its own, as a host of plugins does. */
  static final class Hosted {

    private Hosted() {}

    public static void main(String[] arguments) throws Exception {
      List<URL> parts = new ArrayList<>();
      for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        parts.add(Path.of(part).toUri().toURL());
      }
      ClassLoader platform = ClassLoader.getPlatformClassLoader();
      Thread.currentThread().setContextClassLoader(platform);
      try (URLClassLoader own = new URLClassLoader(parts.toArray(URL[]::new), platform)) {
        Method product = own.loadClass(Passes.class.getName())
            .getDeclaredMethod("product", int.class);
        product.setAccessible(true);
        System.out.println("built: " + product.invoke(null, 2));
        System.out.println(
            "restored: " + platform.equals(Thread.currentThread().getContextClassLoader()));
        System.exit(0);
      }
    }
  }

  @Test
  void run_inALoaderTheThreadDoesNotKnow_findsNd4j() throws Exception {
    String output = run(Hosted.class, 0);
    assertTrue(output.contains("built: "), output);
    assertTrue(output.contains("restored: true"), output);
  }

  @Test
  void close_atTheEndOfTheJvm_waitsForTheCallUnderWay() throws Exception {
    assertFalse(run(Ending.class, 7).contains("SIGSEGV"));
  }

  private static String run(Class<?> main, int expectedExit) throws Exception {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR", "-cp",
        System.getProperty("java.class.path"), main.getName()).redirectErrorStream(true).start();
    try (var stream = process.getInputStream()) {
      String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expectedExit, process.waitFor(), output);
      return output;
    }
  }
}
