package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsChooserTest {

  private static final String ADD_MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void choose_nothingAsked_vectorWithTheModule() {
    assertTrue(KernelsChooser.choose(null).name().startsWith("vector-"));
    assertEquals("scalar", KernelsChooser.choose("scalar").name());
  }

  @Test
  void choose_unknownName_namesItAndTheKnownOnes() {
    var thrown = assertThrows(IllegalStateException.class, () -> KernelsChooser.choose("quantum"));
    assertEquals(
        "lethe.kernels=quantum: no such kernels; known are scalar and vector", thrown.getMessage());
  }

  @Test
  void fastest_jvmWithoutTheModule_scalarAndNoVectorClassLoaded() throws Exception {
    String output = fork(List.of("-verbose:class"));
    assertTrue(output.contains("kernels: scalar"), output);
    assertTrue(output.contains("io.lethe.kernels.vector.VectorKernelsProvider"));
    assertTrue(!output.contains("io.lethe.kernels.vector.VectorKernels "));
    assertTrue(!output.contains("jdk.incubator.vector."));
  }

  @Test
  void fastest_scalarForced_noVectorClassLoaded() throws Exception {
    String output = fork(List.of(ADD_MODULE, "-verbose:class", "-Dlethe.kernels=scalar"));
    assertTrue(output.contains("kernels: scalar"), output);
    assertTrue(!output.contains("io.lethe.kernels.vector."));
  }

  @Test
  void fastest_vectorForcedWithoutTheModule_saysWhatToAdd() throws Exception {
    String output = fork(List.of("-Dlethe.kernels=vector"));
    assertTrue(output.contains("--add-modules jdk.incubator.vector"), output);
  }

  /** Prints the name of the kernels that a JVM of its own chooses. */
  static final class Chosen {

    private Chosen() {}

    public static void main(String[] arguments) {
      System.out.println("kernels: " + Kernels.fastest().name());
    }
  }

  private static String fork(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Chosen.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stream = process.getInputStream()) {
      String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    }
  }
}
