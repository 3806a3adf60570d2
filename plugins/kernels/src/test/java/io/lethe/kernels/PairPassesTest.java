package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairPassesTest {

  private static final int WIDTH = 18;

  private final Pairs pairs = Pairs.random(5, 60, 40, WIDTH, 3000);
  private final PairTables tables = pairs.tables();
  private final PairGroups groups = pairs.groups();
  private final float[] labels = groups.toUserOrder(pairs.labels());
  private final PairSelection all = new PairSelection(
      IntStream.range(0, 60).toArray(), IntStream.range(0, 40).toArray());
  private final PairSelection some = new PairSelection(
      new int[]{0, 1, 7, 30, 58, 59}, new int[]{2, 3, 11, 39});

  static List<Kernels> kernels() {
    return Twins.both();
  }

  private static PairPasses serial(Kernels kernels) {
    return new PairPasses(kernels, Workers.serial());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void gradient_allAndSomeRows_naiveLoops(Kernels kernels) {
    PairPasses passes = serial(kernels);
    PairTerms terms = passes.terms(tables, groups, labels);
    double[] naive = pairs.gradient(pairs.rows());
    for (PairSelection rows : List.of(all, some)) {
      float[] out = Twins.floats(1, rows.length(WIDTH));
      passes.gradient(tables, groups, terms.residuals(), rows, out);
      assertClose(pick(naive, rows), out);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void loss_allPairs_naiveSum(Kernels kernels) {
    PairPasses passes = serial(kernels);
    float[] logits = new float[groups.size()];
    passes.logits(tables, groups, logits);
    assertEquals(pairs.loss(pairs.rows()), passes.loss(logits, labels), 1e-3);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void gradient_finiteDifferencesOfLoss_agree(Kernels kernels) {
    PairPasses passes = serial(kernels);
    PairTerms terms = passes.terms(tables, groups, labels);
    float[] out = new float[all.length(WIDTH)];
    passes.gradient(tables, groups, terms.residuals(), all, out);
    for (int k = 0; k < out.length; k += 97) {
      double[] at = pairs.rows().clone();
      at[k] += 1e-5;
      double up = pairs.loss(at);
      at[k] -= 2e-5;
      assertEquals((up - pairs.loss(at)) / 2e-5, out[k], 1e-4 * (1 + Math.abs(out[k])));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void logisticGradient_activeRows_sameAsGradient(Kernels kernels) {
    PairPasses passes = serial(kernels);
    PairSelection active = groups.activeRows();
    float[] logits = new float[groups.size()];
    float[] out = Twins.floats(1, active.length(WIDTH));
    passes.logisticGradient(tables, groups, labels, logits, out);
    assertClose(pick(pairs.gradient(pairs.rows()), active), out);
    assertEquals(pairs.loss(pairs.rows()), passes.loss(logits, labels), 1e-3);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void hessianProduct_allRows_finiteDifferencesOfNaiveGradient(Kernels kernels) {
    PairPasses passes = serial(kernels);
    PairTerms terms = passes.terms(tables, groups, labels);
    for (PairSelection rows : List.of(all, some)) {
      float[] direction = Twins.floats(3, rows.length(WIDTH));
      double[] full = spread(direction, rows);
      double[] up = pairs.gradient(moved(full, 1e-5));
      double[] down = pairs.gradient(moved(full, -1e-5));
      double[] difference = new double[up.length];
      for (int k = 0; k < up.length; k++) {
        difference[k] = (up[k] - down[k]) / 2e-5;
      }
      float[] out = Twins.floats(1, direction.length);
      passes.hessianProduct(tables, groups, terms, rows, direction, out);
      assertClose(pick(difference, rows), out);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void gaussNewtonProduct_allAndSomeRows_naiveLoops(Kernels kernels) {
    PairPasses passes = serial(kernels);
    PairTerms terms = passes.terms(tables, groups, labels);
    PairSelection usersOnly = new PairSelection(all.users(), new int[0]);
    PairSelection itemsOnly = new PairSelection(new int[0], new int[]{0, 5, 39});
    for (PairSelection rows : List.of(all, some, usersOnly, itemsOnly)) {
      float[] direction = Twins.floats(3, rows.length(WIDTH));
      float[] out = Twins.floats(1, direction.length);
      passes.gaussNewtonProduct(tables, groups, terms, rows, direction, out);
      assertClose(pick(pairs.gaussNewton(spread(direction, rows)), rows), out);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void products_randomDirections_symmetricAndGaussNewtonPositive(Kernels kernels) {
    PairPasses passes = serial(kernels);
    PairTerms terms = passes.terms(tables, groups, labels);
    int n = some.length(WIDTH);
    for (int seed = 1; seed <= 5; seed++) {
      float[] a = Twins.floats(seed, n);
      float[] b = Twins.floats(seed + 100, n);
      float[] productOfA = new float[n];
      float[] productOfB = new float[n];
      passes.hessianProduct(tables, groups, terms, some, a, productOfA);
      passes.hessianProduct(tables, groups, terms, some, b, productOfB);
      assertEquals(dot(b, productOfA), dot(a, productOfB), 1e-2);
      passes.gaussNewtonProduct(tables, groups, terms, some, a, productOfA);
      passes.gaussNewtonProduct(tables, groups, terms, some, b, productOfB);
      assertEquals(dot(b, productOfA), dot(a, productOfB), 1e-2);
      assertTrue(dot(a, productOfA) >= 0);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyPass_anyNumberOfThreads_sameBits(Kernels kernels) {
    Pairs many = Pairs.random(8, 500, 300, WIDTH, 60_000);
    float[][] reference = everything(many, new PairPasses(kernels, Workers.serial()));
    for (int threads : new int[]{2, 3, 7}) {
      try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
        float[][] parallel = everything(many, new PairPasses(kernels, new Workers(pool, threads)));
        for (int k = 0; k < reference.length; k++) {
          assertArrayEquals(reference[k], parallel[k]);
        }
      }
    }
  }

  private static float[][] everything(Pairs many, PairPasses passes) {
    PairTables tables = many.tables();
    PairGroups groups = many.groups();
    float[] labels = groups.toUserOrder(many.labels());
    PairSelection rows = groups.activeRows();
    PairTerms terms = passes.terms(tables, groups, labels);
    int n = rows.length(WIDTH);
    float[] direction = Twins.floats(2, n);
    float[][] out = new float[7][];
    for (int k = 0; k < 4; k++) {
      out[k] = new float[n];
    }
    passes.gradient(tables, groups, terms.residuals(), rows, out[0]);
    passes.gaussNewtonProduct(tables, groups, terms, rows, direction, out[1]);
    passes.hessianProduct(tables, groups, terms, rows, direction, out[2]);
    float[] logits = new float[groups.size()];
    passes.logisticGradient(tables, groups, labels, logits, out[3]);
    out[4] = terms.residuals();
    out[5] = terms.curvatures();
    out[6] = new float[]{(float) passes.loss(logits, labels)};
    return out;
  }

  private double[] moved(double[] direction, double by) {
    double[] at = pairs.rows().clone();
    for (int k = 0; k < at.length; k++) {
      at[k] += by * direction[k];
    }
    return at;
  }

  private double[] spread(float[] direction, PairSelection rows) {
    double[] full = new double[pairs.rows().length];
    int[] positions = positions(rows);
    for (int k = 0; k < direction.length; k++) {
      full[positions[k]] = direction[k];
    }
    return full;
  }

  private double[] pick(double[] full, PairSelection rows) {
    return IntStream.of(positions(rows)).mapToDouble(k -> full[k]).toArray();
  }

  private int[] positions(PairSelection rows) {
    IntStream items = IntStream.of(rows.items()).map(item -> item + pairs.userRows());
    return IntStream.concat(IntStream.of(rows.users()), items)
        .flatMap(row -> IntStream.range(row * WIDTH, (row + 1) * WIDTH))
        .toArray();
  }

  private static void assertClose(double[] expected, float[] actual) {
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], actual[k], 1e-5 * largest);
    }
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += (double) left[k] * right[k];
    }
    return sum;
  }
}
