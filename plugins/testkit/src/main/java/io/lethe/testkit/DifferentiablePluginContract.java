package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.ModelCheck;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.Removal;
import io.lethe.spi.Tensor;
import io.lethe.spi.ViewDerivatives;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a plugin promises whose models can be differentiated, and therefore be made to forget. */
public abstract class DifferentiablePluginContract extends PluginContract {

  private static final double STEP = 1e-3;
  private static final double DIFFERENCE_TOLERANCE = 2e-3;
  private static final double ROUNDING = 1e-5;

  /** For subclasses. */
  protected DifferentiablePluginContract() {}

  private DifferentiableModel model() {
    return assertInstanceOf(DifferentiableModel.class, shared().model());
  }

  private DifferentiableModel ownModel(PluginContext context) {
    return assertInstanceOf(DifferentiableModel.class, train(options(), data(), context).model());
  }

  private static InteractionView view() {
    return data().training();
  }

  private static float[] gradient(DifferentiableModel model, ParameterSelection selection) {
    float[] gradient = new float[selection.length()];
    model.on(view()).gradient(selection, gradient);
    return gradient;
  }

  /** The server asks the same at every training: a model that breaks a promise never moves there. */
  @Test
  void promises_asTheServerChecksThem_areKept() {
    assertKept(ModelCheck.measures(model(), view(), 1));
  }

  @Test
  void promises_onceRowsHaveMoved_areKept() {
    assertKept(ModelCheck.measuresOnceMoved(model(), view(), 1));
  }

  @Test
  void gradient_isTheSlopeOfTheLoss() {
    DifferentiableModel model = model();
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] gradient = gradient(model, all);
    for (int seed = 0; seed < 5; seed++) {
      float[] direction = Vectors.random(seed, all.length());
      double slope = (Selections.moved(model, all, direction, STEP).on(view()).loss()
          - Selections.moved(model, all, direction, -STEP).on(view()).loss()) / (2 * STEP);
      double scale = Vectors.norm(gradient) * Vectors.norm(direction) / Math.sqrt(all.length());
      assertEquals(slope, Vectors.dot(gradient, direction), DIFFERENCE_TOLERANCE * scale);
    }
  }

  @Test
  void hessianProduct_isTheSlopeOfTheGradient() {
    DifferentiableModel model = model();
    ParameterSelection all = ParameterSelection.all(model.layout());
    for (int seed = 0; seed < 5; seed++) {
      float[] direction = Vectors.random(seed, all.length());
      float[] ahead = gradient(Selections.moved(model, all, direction, STEP), all);
      float[] behind = gradient(Selections.moved(model, all, direction, -STEP), all);
      float[] slope = Vectors
          .scaled(Vectors.sum(ahead, Vectors.scaled(behind, -1)), 1 / (2 * STEP));
      float[] product = new float[all.length()];
      model.on(view()).hessianProduct(all, direction, product);
      assertEquals(0, Vectors.relativeDistance(slope, product), DIFFERENCE_TOLERANCE);
    }
  }

  @Test
  void products_areSymmetric() {
    DifferentiableModel model = model();
    ViewDerivatives derivatives = model.on(view());
    ParameterSelection some = Selections.some(model.layout());
    assertSymmetric(some, (in, out) -> derivatives.hessianProduct(some, in, out));
    assertSymmetric(some, (in, out) -> derivatives.gaussNewtonProduct(some, in, out));
  }

  private static void assertSymmetric(
      ParameterSelection selection, BiConsumer<float[], float[]> product) {
    float[] left = Vectors.random(1, selection.length());
    float[] right = Vectors.random(2, selection.length());
    float[] leftProduct = new float[selection.length()];
    float[] rightProduct = new float[selection.length()];
    product.accept(left, leftProduct);
    product.accept(right, rightProduct);
    double scale = Vectors.norm(left) * Vectors.norm(rightProduct);
    assertEquals(
        Vectors.dot(leftProduct, right), Vectors.dot(left, rightProduct), ROUNDING * scale);
  }

  @Test
  void gaussNewtonProduct_isNeverNegative() {
    DifferentiableModel model = model();
    ParameterSelection all = ParameterSelection.all(model.layout());
    ViewDerivatives derivatives = model.on(view());
    for (int seed = 0; seed < 20; seed++) {
      float[] direction = Vectors.random(seed, all.length());
      float[] product = new float[all.length()];
      derivatives.gaussNewtonProduct(all, direction, product);
      double curvature = Vectors.dot(direction, product);
      assertTrue(
          curvature > -ROUNDING * Vectors.norm(direction) * Vectors.norm(product),
          () -> "curvature " + curvature);
    }
  }

  @Test
  void selection_ofSomeRows_givesTheirPartOfTheWhole() {
    DifferentiableModel model = model();
    ViewDerivatives derivatives = model.on(view());
    ParameterSelection all = ParameterSelection.all(model.layout());
    ParameterSelection some = Selections.some(model.layout());
    assertClose(Selections.picked(gradient(model, all), all, some), gradient(model, some));
    float[] direction = Vectors.random(3, some.length());
    float[] embedded = Selections.embedded(direction, some, all);
    float[] whole = new float[all.length()];
    float[] part = new float[some.length()];
    derivatives.hessianProduct(all, embedded, whole);
    derivatives.hessianProduct(some, direction, part);
    assertClose(Selections.picked(whole, all, some), part);
    derivatives.gaussNewtonProduct(all, embedded, whole);
    derivatives.gaussNewtonProduct(some, direction, part);
    assertClose(Selections.picked(whole, all, some), part);
  }

  /** Parts are whole users: a loss may be a sum over users and no sum over interactions. */
  @Test
  void parts_ofWholeUsers_addUpToTheWhole() {
    DifferentiableModel model = model();
    int[] odd = positions(user -> user % 2 == 1);
    int[] even = positions(user -> user % 2 == 0);
    ViewDerivatives whole = model.on(view());
    ViewDerivatives one = model.on(view().without(odd));
    ViewDerivatives other = model.on(view().without(even));
    ParameterSelection all = ParameterSelection.all(model.layout());
    assertEquals(whole.loss(), one.loss() + other.loss(), ROUNDING * whole.loss());
    float[] direction = Vectors.random(4, all.length());
    assertAdditive(
        all.length(), out -> whole.gradient(all, out), out -> one.gradient(all, out),
        out -> other.gradient(all, out));
    assertAdditive(
        all.length(), out -> whole.hessianProduct(all, direction, out),
        out -> one.hessianProduct(all, direction, out),
        out -> other.hessianProduct(all, direction, out));
    assertAdditive(
        all.length(), out -> whole.gaussNewtonProduct(all, direction, out),
        out -> one.gaussNewtonProduct(all, direction, out),
        out -> other.gaussNewtonProduct(all, direction, out));
    int rows = model.layout().blocks().stream().mapToInt(ParameterBlock::rows).sum();
    assertAdditive(
        rows, out -> whole.termCounts(all, out), out -> one.termCounts(all, out),
        out -> other.termCounts(all, out));
    assertAdditive(model.layout(), whole.curvature(), one.curvature().plus(other.curvature()));
  }

  private static int[] positions(IntPredicate ofUser) {
    return IntStream.of(view().positions())
        .filter(position -> ofUser.test(view().all().user(position)))
        .toArray();
  }

  private static void assertAdditive(int length, Filler whole, Filler one, Filler other) {
    float[] expected = filled(length, whole);
    assertTrue(Vectors.norm(expected) > 0);
    assertClose(expected, Vectors.sum(filled(length, one), filled(length, other)));
  }

  private static float[] filled(int length, Filler filler) {
    float[] out = Vectors.random(9, length);
    filler.fill(out);
    return out;
  }

  private interface Filler {
    void fill(float[] out);
  }

  private static void assertAdditive(
      ParameterLayout layout, CurvatureFactors whole, CurvatureFactors sum) {
    assertEquals(whole.count(), sum.count());
    assertEquals(whole.weight(), sum.weight(), ROUNDING * whole.weight());
    assertAdditive(layout, Side.USER, whole.userFactor(), sum.userFactor());
    assertAdditive(layout, Side.ITEM, whole.itemFactor(), sum.itemFactor());
  }

  /** A side without parameters has a factor of zeros. */
  private static void assertAdditive(
      ParameterLayout layout, Side side, double[] whole, double[] sum) {
    assertArrayEquals(whole, sum, layout.indexOf(side) < 0 ? 0 : scale(whole));
  }

  private static double scale(double[] factor) {
    double largest = 0;
    for (double value : factor) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0);
    return ROUNDING * largest;
  }

  @Test
  void removalGradient_isTrainedMinusRetainedAndZeroElsewhere() {
    DifferentiableModel model = model();
    Removal removal = Removal.of(view(), IntStream.of(view().positions()).limit(7).toArray());
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] removed = filled(all.length(), out -> model.removalGradient(removal, all, out));
    float[] retained = filled(
        all.length(),
        out -> model.viewedOn(removal.retained()).on(removal.retained()).gradient(all, out));
    float[] trained = filled(all.length(), out -> model.on(removal.trained()).gradient(all, out));
    float[] difference = Vectors.sum(trained, Vectors.scaled(retained, -1));
    assertEquals(
        0,
        Vectors.norm(Vectors.sum(difference, Vectors.scaled(removed, -1))) / Vectors.norm(trained),
        ROUNDING);
    ParameterSelection affected = model.affectedRows(removal);
    float[] covered = Selections.picked(removed, all, affected);
    assertEquals(Vectors.dot(removed, removed), Vectors.dot(covered, covered), 0);
    assertClose(
        covered, filled(affected.length(), out -> model.removalGradient(removal, affected, out)));
  }

  @Test
  void withDelta_addsAndDropsAndLeavesTheBaseAlone() {
    DifferentiableModel base = model();
    ParameterLayout layout = base.layout();
    ParameterSelection all = ParameterSelection.all(layout);
    ParameterSelection moving = Selections.some(layout);
    ParameterSelection dropped = ParameterSelection.of(
        layout,
        layout.blocks()
            .stream()
            .map(block -> IntStream.of(0, 3).filter(row -> row < block.rows()).toArray())
            .toList());
    float[] before = filled(all.length(), out -> base.parameters(all, out));
    // What the base's gradient can feel: a plugin may hold coordinates constant.
    float[] amounts = gradient(base, moving);
    DifferentiableModel next = base.withDelta(new ParameterDelta(moving, amounts.clone(), dropped));
    assertArrayEquals(before, filled(all.length(), out -> base.parameters(all, out)));
    float[] after = filled(all.length(), out -> next.parameters(all, out));
    float[] expected = Vectors.sum(before, Selections.embedded(amounts, moving, all));
    Selections.eachRow(all, dropped, (inAll, inSome) -> expected[inAll] = 0);
    assertArrayEquals(expected, after);
  }

  @Test
  void parameters_ofSomeRows_areTheirPartOfTheWhole() {
    DifferentiableModel model = model();
    ParameterSelection all = ParameterSelection.all(model.layout());
    ParameterSelection some = Selections.some(model.layout());
    assertArrayEquals(
        Selections.picked(filled(all.length(), out -> model.parameters(all, out)), all, some),
        filled(some.length(), out -> model.parameters(some, out)));
    assertEquals(model.layout().parameterCount(), all.length());
  }

  @Test
  void derivatives_onMoreThreads_giveTheSameBits() {
    DifferentiableModel one = model();
    DifferentiableModel more = ownModel(together());
    ParameterSelection all = ParameterSelection.all(one.layout());
    float[] direction = Vectors.random(5, all.length());
    assertEquals(one.on(view()).loss(), more.on(view()).loss());
    assertArrayEquals(gradient(one, all), gradient(more, all));
    assertArrayEquals(
        filled(all.length(), out -> one.on(view()).hessianProduct(all, direction, out)),
        filled(all.length(), out -> more.on(view()).hessianProduct(all, direction, out)));
    assertArrayEquals(
        filled(all.length(), out -> one.on(view()).gaussNewtonProduct(all, direction, out)),
        filled(all.length(), out -> more.on(view()).gaussNewtonProduct(all, direction, out)));
  }

  @Test
  void load_ofSaved_hasTheSameParametersAndGradient() {
    DifferentiableModel model = model();
    DifferentiableModel loaded = assertInstanceOf(
        DifferentiableModel.class, plugin().load(plugin().save(model), view(), alone()));
    ParameterSelection all = ParameterSelection.all(model.layout());
    assertEquals(model.layout(), loaded.layout());
    assertArrayEquals(
        filled(all.length(), out -> model.parameters(all, out)),
        filled(all.length(), out -> loaded.parameters(all, out)));
    assertArrayEquals(gradient(model, all), gradient(loaded, all));
  }

  /** A checkpoint may be the difference to its parent's, which is saved again for that. */
  @Test
  void save_afterDerivativesAndOtherViews_givesTheSameTensors() {
    DifferentiableModel model = ownModel(alone());
    List<Tensor> before = plugin().save(model).tensors();
    gradient(model, ParameterSelection.all(model.layout()));
    model.viewedOn(view().without(new int[]{0}));
    List<Tensor> after = plugin().save(model).tensors();
    assertEquals(before.size(), after.size());
    for (int k = 0; k < before.size(); k++) {
      assertEquals(before.get(k).name(), after.get(k).name());
      assertArrayEquals(before.get(k).chunks().toArray(), after.get(k).chunks().toArray());
    }
  }

  static void assertClose(float[] expected, float[] actual) {
    assertEquals(0, Vectors.relativeDistance(expected, actual), ROUNDING);
  }
}
