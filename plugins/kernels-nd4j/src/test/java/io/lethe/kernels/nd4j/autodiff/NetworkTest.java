package io.lethe.kernels.nd4j.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class NetworkTest {

  /** Of 500 pairs with 8 doubles each; a pass makes dozens of such arrays. */
  private static final long ONE_ARRAY_BYTES = 500 * 8 * 8;

  private final NativeCalls calls = new NativeCalls();

  private String refusal(List<Layer> layers, ForwardPass pass) {
    NetworkShape shape = new NetworkShape(4, layers);
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new Network(shape, pass, calls))
            .getMessage());
  }

  @Test
  void network_gather_refused() {
    String message = refusal(List.of(new Layer("table", 6, 4)), (graph, in) -> {
      var rows = graph.gather(in.layer("table"), new int[]{0, 1, 2, 3, 4, 5, 0}, 0);
      return in.users().mul(in.items()).add(rows).sum(true, 1);
    });
    assertTrue(message.contains("gather"), message);
  }

  @Test
  void network_pairsThatDependOnEachOther_refused() {
    String message = refusal(
        List.of(),
        (graph, in) -> in.users().sub(in.users().mean(true, 0)).mul(in.items()).sum(true, 1));
    assertTrue(message.contains("among others"), message);
  }

  @Test
  void network_logitsOfAnotherShape_refused() {
    String message = refusal(List.of(), (graph, in) -> in.users().mul(in.items()));
    assertTrue(message.contains("shape"), message);
  }

  @Test
  void network_layerThatDoesNotMatter_refused() {
    String message = refusal(
        List.of(new Layer("idle", 1, 1)),
        (graph, in) -> in.users().mul(in.items()).sum(true, 1).add(in.layer("idle").mul(0.0)));
    assertTrue(message.contains("idle"), message);
  }

  @Test
  void network_gradientThatIsCut_refused() {
    String message = refusal(
        List.of(),
        (graph, in) -> in.users()
            .mul(in.items())
            .sum(true, 1)
            .add(graph.math().floor(in.users().mul(1e6)).mul(1e-6).sum(true, 1)));
    assertTrue(message.contains("differences"), message);
  }

  @Test
  void network_built_printsNothing() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(capture);
    try {
      Passes.product(2);
      assertEquals(capture, System.out);
    } finally {
      System.setOut(before);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void network_hundredsOfCalls_leaveNoNativeMemoryBehind() {
    Trial.Model model = Trial.model(Passes.perceptron(8, 16));
    InteractionView view = Trial.interactions(500);
    useOnce(model, view);
    long before = Nd4j.getEnvironment().getDeviceCouner(0);
    assertTrue(before > 0, "ND4J counts nothing");
    for (int k = 0; k < 40; k++) {
      useOnce(model, view);
    }
    long growth = Nd4j.getEnvironment().getDeviceCouner(0) - before;
    assertTrue(growth < ONE_ARRAY_BYTES, growth + " bytes more than before");
  }

  private static float[] useOnce(Trial.Model model, InteractionView view) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] direction = Trial.vector(new SplittableRandom(1), all.length());
    float[] out = new float[all.length()];
    model.on(view).gaussNewtonProduct(all, direction, out);
    model.on(view).hessianProduct(all, direction, out);
    return out;
  }

  @Test
  void network_manyThreads_sameBits() throws Exception {
    Trial.Model model = Trial.model(Passes.perceptron(8, 16));
    InteractionView view = Trial.interactions(700);
    float[] expected = useOnce(model, view);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int k = 0; k < 8; k++) {
        tasks.add(() -> useOnce(model, view));
      }
      for (Future<float[]> result : threads.invokeAll(tasks)) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  @Test
  void nativeCalls_closed_letNothingIn() {
    calls.close();
    NetworkShape shape = new NetworkShape(2, List.of());
    IllegalStateException refused = assertThrows(
        IllegalStateException.class,
        () -> new Network(shape, (graph, in) -> in.users().mul(in.items()).sum(true, 1), calls));
    assertTrue(String.valueOf(refused.getMessage()).contains("shutdown"));
  }
}
