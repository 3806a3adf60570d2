package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.plugins.ease.Factorizer.DenseInverse;
import io.lethe.plugins.ease.Factorizer.Factorized;
import io.lethe.plugins.ease.Factorizer.OwnInverse;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.testkit.SyntheticRatings;
import org.junit.jupiter.api.Test;

class FactorizerTest {

  private final Histories histories = Histories
      .of(InteractionView.of(new SyntheticRatings(3, 30, 20, 5).generate()), new WeightRule(1, 5));
  private final DenseInverse own = new OwnInverse(Workers.serial());

  private Factorizer factorizer(DenseInverse first, DenseInverse second) {
    return new Factorizer(first, second, Workers.serial());
  }

  @Test
  void factorized_firstWayIsFine_taken() {
    Factorized made = factorizer(own, FactorizerTest::broken).factorized(histories, 2);
    assertFalse(made.byNd4j());
  }

  @Test
  void factorized_firstWayComputesNonsense_otherOneTaken() {
    Factorized made = factorizer(FactorizerTest::nonsense, own).factorized(histories, 2);
    assertTrue(made.byNd4j());
    double[][] x = new double[30][20];
    for (int user = 0; user < 30; user++) {
      History history = histories.of(user);
      for (int k = history.from(); k < history.to(); k++) {
        x[user][history.items()[k]] = history.weights()[k];
      }
    }
    double[][] expected = Dense.inverse(Dense.gram(x, 2));
    for (int r = 0; r < 20; r++) {
      for (int c = 0; c < 20; c++) {
        assertEquals(expected[r][c], made.inverse().at(r, c), 1e-13);
      }
    }
  }

  @Test
  void factorized_nativeLibraryMissing_otherOneTaken() {
    assertTrue(factorizer(FactorizerTest::broken, own).factorized(histories, 2).byNd4j());
  }

  @Test
  void factorized_noWay_saysWhy() {
    PluginException refused = assertThrows(
        PluginException.class, () -> factorizer(FactorizerTest::broken, FactorizerTest::nonsense)
            .factorized(histories, 2));
    assertEquals(PluginException.Kind.NOT_FINITE, refused.kind());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("no library") && message.contains("residual"), message);
  }

  @Test
  void nd4jAndOwn_sameMatrix_sameInverse() {
    Inverse one = factorizer(own, own).factorized(histories, 2).inverse();
    try (NativeCalls calls = new NativeCalls()) {
      DenseInverse nd4j = new Factorizer.Nd4jInverse(calls, Workers.serial());
      assertClose(one, factorizer(nd4j, nd4j).factorized(histories, 2).inverse());
    }
  }

  private static void assertClose(Inverse one, Inverse other) {
    for (int r = 0; r < 20; r++) {
      for (int c = 0; c < 20; c++) {
        assertEquals(one.at(r, c), other.at(r, c), 1e-14);
      }
    }
  }

  private static void broken(double[] matrix, int n, Runnable between) {
    throw new UnsatisfiedLinkError("no library");
  }

  private static void nonsense(double[] matrix, int n, Runnable between) {
    matrix[0] += 1;
  }
}
