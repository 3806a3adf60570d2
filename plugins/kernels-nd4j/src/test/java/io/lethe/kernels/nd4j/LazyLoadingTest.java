package io.lethe.kernels.nd4j;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LazyLoadingTest {

  /** Uses the kernels and their solvers with ND4J on the class path. */
  static final class Kernelling {

    private Kernelling() {}

    public static void main(String[] arguments) {
      System.out.println("products: " + SmallProblem.dense(new SmallProblem(1).hessian(0)).length);
    }
  }

  @Test
  void kernels_nd4jOnTheClassPath_noneOfItLoaded() throws Exception {
    String output = run();
    assertTrue(output.contains("products: "), output);
    assertTrue(output.contains("io.lethe.kernels.PairPasses"));
    assertFalse(output.contains("org.nd4j."));
    assertFalse(output.contains("org.bytedeco."));
  }

  private static String run() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-verbose:class", "-cp",
        System.getProperty("java.class.path"), Kernelling.class.getName()).redirectErrorStream(true)
        .start();
    try (var stream = process.getInputStream()) {
      String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    }
  }
}
