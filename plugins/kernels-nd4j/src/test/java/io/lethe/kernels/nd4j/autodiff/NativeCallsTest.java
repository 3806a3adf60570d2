package io.lethe.kernels.nd4j.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  @Test
  void close_atTheEndOfTheJvm_waitsForTheCallUnderWay() throws Exception {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
        System.getProperty("java.class.path"), Ending.class.getName()).redirectErrorStream(true)
        .start();
    String output = output(process);
    assertEquals(7, process.waitFor(), output);
    assertFalse(output.contains("SIGSEGV"), output);
  }

  private static String output(Process process) throws IOException {
    try (var stream = process.getInputStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
