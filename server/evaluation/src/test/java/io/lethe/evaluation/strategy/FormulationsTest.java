package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.evaluation.strategy.InfluenceSystem.Neighbourhood;
import io.lethe.evaluation.strategy.InfluenceSystem.Request;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.unlearning.ErasedEntities;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormulationsTest {

  private static final int[] FORGET = {1, 8, 40, 77, 101};
  private static final float STEP = 5e-3f;

  private final Setting plain = Settings.bilinear();
  private final Setting graph = Settings.of(new TinyGraphPlugin());

  @Test
  void published_plainModel_hasTheForgetGradientAndTheHessianOfTheMeanOverAll() {
    Request request = request(plain, FORGET, ErasedEntities.none(), 0);
    InfluenceSystem system = Formulations.published(request);
    DifferentiableModel model = request.model();
    InteractionView forget = InteractionView.of(request.removal().forget());
    assertGradient(system, model, moved -> moved.on(forget).loss());
    float[] direction = direction(system.rows().length());
    float[] product = new float[direction.length];
    model.on(request.trained()).hessianProduct(system.rows(), direction, product);
    double l2 = model.layout().blocks().getFirst().l2();
    float[] actual = new float[direction.length];
    system.hessian().apply(direction, actual);
    for (int k = 0; k < actual.length; k++) {
      double expected = (product[k] + l2 * direction[k]) / request.trained().size();
      assertEquals(expected, actual[k], 1e-6);
    }
    assertEquals(request.trained().size(), system.interactions());
  }

  @Test
  void published_graph_addsSpilloverOfChangedRowsToTheForgetGradient() {
    Request request = request(graph, FORGET, ErasedEntities.none(), 1);
    InfluenceSystem system = Formulations.published(request);
    InteractionView retained = request.removal().retained();
    InteractionView forget = InteractionView.of(request.removal().forget());
    InteractionView changed = Graphs.changed(request.removal(), Settings.THRESHOLD);
    assertGradient(
        system, request.model(), moved -> moved.on(forget).loss() + moved.on(changed).loss()
            - moved.viewedOn(retained).on(changed).loss());
  }

  @Test
  void published_graph_hasTheHessianOfRawProducts() {
    Request request = request(graph, FORGET, ErasedEntities.none(), 1);
    InfluenceSystem system = Formulations.published(request);
    DifferentiableModel raw = Graphs.withoutPropagation(request.model());
    assertArrayEquals(Settings.parameters(request.model()), Settings.parameters(raw), 1e-6f);
    float[] direction = direction(system.rows().length());
    float[] up = gradient(shifted(raw, system.rows(), direction, STEP), request.trained(), system);
    float[] down = gradient(
        shifted(raw, system.rows(), direction, -STEP), request.trained(), system);
    float[] product = new float[direction.length];
    system.hessian().apply(direction, product);
    double l2 = raw.layout().blocks().getFirst().l2();
    for (int k = 0; k < product.length; k++) {
      double slope = (up[k] - down[k]) / (2.0 * STEP) + l2 * direction[k];
      assertEquals(slope / request.trained().size(), product[k], 2e-5);
    }
  }

  @Test
  void published_graph_keepsTheOldGraph() {
    Request request = request(graph, FORGET, ErasedEntities.user(0), 1);
    InfluenceSystem system = Formulations.published(request);
    float[] nothing = new float[system.rows().length()];
    assertArrayEquals(
        Settings.scores(request.model()), Settings.scores(system.moved(nothing)), 1e-6f);
    float[] p = direction(nothing.length);
    float share = 1f / request.trained().size();
    assertArrayEquals(
        Settings.scores(shifted(request.model(), system.rows(), p, share)),
        Settings.scores(system.moved(p)), 1e-6f);
  }

  @Test
  void repaired_graph_hasTheWholeRemovalGradientAndTheNewGraph() {
    Request request = request(graph, FORGET, ErasedEntities.none(), 2);
    InfluenceSystem system = Formulations.repaired(request);
    InteractionView retained = request.removal().retained();
    assertGradient(
        system, request.model(),
        moved -> moved.on(request.trained()).loss() - moved.viewedOn(retained).on(retained).loss());
    DifferentiableModel next = request.model().viewedOn(retained);
    float[] p = direction(system.rows().length());
    float[] expected = new float[p.length];
    next.on(retained).gaussNewtonProduct(system.rows(), p, expected);
    float[] actual = new float[p.length];
    system.hessian().apply(p, actual);
    double l2 = next.layout().blocks().getFirst().l2();
    for (int k = 0; k < p.length; k++) {
      assertEquals((expected[k] + l2 * p[k]) / retained.size(), actual[k], 1e-6);
    }
    assertArrayEquals(
        Settings.scores(shifted(next, system.rows(), p, 1f / retained.size())),
        Settings.scores(system.moved(p)), 1e-6f);
  }

  @Test
  void repaired_erasedUser_isDroppedAndNotMoved() {
    ForgetRequest whole = Settings.user(graph, 3);
    InfluenceSystem system = Formulations
        .repaired(request(graph, whole.positions(), whole.erased(), 0));
    assertArrayEquals(new int[]{3}, system.dropped().rows(0));
    assertFalse(IntStream.of(system.rows().rows(0)).anyMatch(user -> user == 3));
    float[] p = direction(system.rows().length());
    float[] scores = Settings.scores(system.moved(p));
    float[] user = Arrays.copyOfRange(scores, 3 * Settings.ITEMS, 4 * Settings.ITEMS);
    assertArrayEquals(new float[Settings.ITEMS], user);
  }

  @Test
  void scif_plainModel_hasAverageLabelsAndTheWholeGradientWithAPlusSign() {
    Request request = request(plain, FORGET, ErasedEntities.none(), 0);
    InfluenceSystem system = Scif.system(request);
    InteractionView all = request.trained();
    assertGradient(
        system, request.model(),
        moved -> moved.on(all).loss() + softLabelled(moved, request.removal()));
  }

  /** Loss with the labels given minus loss with each user's mean retained label. */
  private static double softLabelled(DifferentiableModel model, Removal removal) {
    Interactions forget = removal.forget();
    Interactions all = removal.trained().all();
    double sum = 0;
    for (int k = 0; k < forget.size(); k++) {
      int user = forget.user(k);
      double mean = Arrays.stream(removal.retained().positions())
          .filter(p -> all.user(p) == user)
          .mapToDouble(all::value)
          .average()
          .orElseThrow();
      float[] logit = new float[1];
      model.score(user, new int[]{forget.item(k)}, logit);
      sum += (Math.round(mean * 64) / 64.0 - forget.value(k)) * logit[0];
    }
    return sum;
  }

  /** Checks the right-hand side against central differences along three directions. */
  private static void assertGradient(
      InfluenceSystem system, DifferentiableModel model,
      ToDoubleFunction<DifferentiableModel> loss) {
    float[] gradient = system.rightHandSide();
    for (int shift = 0; shift < 3; shift++) {
      float[] direction = direction(gradient.length + shift);
      direction = Arrays.copyOfRange(direction, shift, direction.length);
      double up = loss.applyAsDouble(shifted(model, system.rows(), direction, STEP));
      double down = loss.applyAsDouble(shifted(model, system.rows(), direction, -STEP));
      double slope = 0;
      double size = 0;
      for (int k = 0; k < gradient.length; k++) {
        slope += gradient[k] * (double) direction[k];
        size += gradient[k] * (double) gradient[k];
      }
      assertTrue(size > 0);
      assertEquals((up - down) / (2.0 * STEP), slope, 2e-3 * Math.sqrt(size) + 2e-3);
    }
  }

  private static float[] gradient(
      DifferentiableModel model, InteractionView view, InfluenceSystem system) {
    float[] gradient = new float[system.rows().length()];
    model.on(view).gradient(system.rows(), gradient);
    return gradient;
  }

  private static DifferentiableModel shifted(
      DifferentiableModel model, ParameterSelection rows, float[] direction, float factor) {
    float[] amounts = new float[direction.length];
    for (int k = 0; k < amounts.length; k++) {
      amounts[k] = factor * direction[k];
    }
    return model.withDelta(new ParameterDelta(rows, amounts, TinyGraphModel.none(model.layout())));
  }

  private static float[] direction(int length) {
    float[] direction = new float[length];
    for (int k = 0; k < length; k++) {
      direction[k] = (float) Math.sin(1.7 * k + 0.3);
    }
    return direction;
  }

  private static Request request(
      Setting setting, int[] positions, ErasedEntities erased, int hops) {
    Removal removal = Removal.of(InteractionView.of(setting.training()), positions);
    return new Request(
        (DifferentiableModel) setting.original().model(), removal, erased,
        new Neighbourhood(hops, 0), Settings.THRESHOLD);
  }
}
