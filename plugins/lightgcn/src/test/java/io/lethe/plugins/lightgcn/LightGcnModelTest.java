package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Tensor;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightGcnModelTest {

  private static final int WIDTH = 6;
  private static final int USERS = 60;
  private static final int ITEMS = 40;

  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(8, USERS, ITEMS, 9).generate());
  private final InteractionView less = view
      .without(IntStream.range(0, view.size()).filter(p -> view.all().user(p) == 5).toArray());

  private static float[] scores(RecommenderModel model, int user) {
    float[] scores = new float[ITEMS];
    model.score(user, IntStream.range(0, ITEMS).toArray(), scores);
    return scores;
  }

  private static float[] parameters(DifferentiableModel model) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] parameters = new float[all.length()];
    model.parameters(all, parameters);
    return parameters;
  }

  /** User 3 and item 7 moved by a half, user 5 dropped. */
  private static ParameterDelta delta(DifferentiableModel space) {
    float[] amounts = new float[2 * WIDTH];
    Arrays.fill(amounts, 0.5f);
    return new ParameterDelta(
        ParameterSelection.of(space.layout(), List.of(new int[]{3}, new int[]{7})), amounts,
        ParameterSelection.of(space.layout(), List.of(new int[]{5}, new int[0])));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void withFinalDelta_scoresAreThoseOfTheMovedFinals(int layers) {
    LightGcnModel model = TinyGraphs.model(view, layers, WIDTH);
    DifferentiableModel finals = model.inFinalSpace();
    LightGcnModel next = model.withFinalDelta(less, delta(finals));
    DifferentiableModel expected = finals.withDelta(delta(finals));
    for (int user = 0; user < USERS; user++) {
      assertArrayEquals(scores(expected, user), scores(next, user));
    }
    assertArrayEquals(parameters(expected), parameters(next.inFinalSpace()));
    assertArrayEquals(new float[ITEMS], scores(next, 5), "dropped");
    float[] beneath = parameters(next);
    assertArrayEquals(new float[WIDTH], Arrays.copyOfRange(beneath, 5 * WIDTH, 6 * WIDTH), 1e-6f);
  }

  @Test
  void withFinalDelta_evenLayers_propagatingLayer0OnTheNewGraphGivesTheFinals() {
    LightGcnModel model = TinyGraphs.model(view, 2, WIDTH);
    LightGcnModel next = model.withFinalDelta(less, delta(model.inFinalSpace()));
    float[] finals = parameters(next.inFinalSpace());
    assertArrayEquals(
        finals, TinyGraphs.times(TinyGraphs.dense(less, 2), parameters(next), WIDTH), 1e-5f);
  }

  /** A version's checkpoint may be the difference to its parent's, which is saved again for that. */
  @Test
  void save_beforeAndAfterLayer0IsFound_givesTheSameTensors() {
    LightGcnPlugin plugin = new LightGcnPlugin();
    LightGcnModel model = TinyGraphs.model(view, 2, WIDTH);
    LightGcnModel next = model.withFinalDelta(less, delta(model.inFinalSpace()));
    List<Tensor> before = plugin.save(next).tensors();
    next.viewedOn(view);
    assertEquals(before, plugin.save(next).tensors());
    assertEquals(2, before.size());
    assertEquals(4, plugin.save(model).tensors().size());
  }

  @Test
  void withFinalDelta_leavesTheBaseAlone() {
    LightGcnModel model = TinyGraphs.model(view, 2, WIDTH);
    float[] before = parameters(model.inFinalSpace());
    model.withFinalDelta(less, delta(model.inFinalSpace()));
    assertArrayEquals(before, parameters(model.inFinalSpace()));
    assertSame(model, model.viewedOn(view));
  }

  @Test
  void viewedOn_sameParametersNewGraph() {
    LightGcnModel model = TinyGraphs.model(view, 2, WIDTH);
    DifferentiableModel there = model.viewedOn(less);
    assertNotSame(model, there);
    assertArrayEquals(parameters(model), parameters(there));
    assertArrayEquals(
        TinyGraphs.times(TinyGraphs.dense(less, 2), parameters(model), WIDTH),
        parameters(assertInstanceOf(LightGcnModel.class, there).inFinalSpace()), 2e-6f);
    float[] own = parameters(model.inFinalSpace());
    DifferentiableModel back = there.viewedOn(view);
    assertArrayEquals(own, parameters(assertInstanceOf(LightGcnModel.class, back).inFinalSpace()));
  }

  @Test
  void load_ofAVersionMadeInFinalSpace_hasTheSameScoresAndLayer0() {
    LightGcnPlugin plugin = new LightGcnPlugin();
    LightGcnModel model = TinyGraphs.model(view, 3, WIDTH);
    LightGcnModel next = model.withFinalDelta(less, delta(model.inFinalSpace()));
    ModelArtifact saved = plugin.save(next);
    assertEquals(2, saved.tensors().size(), "the model was not made of layer 0");
    PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
    LightGcnModel loaded = assertInstanceOf(LightGcnModel.class, plugin.load(saved, less, context));
    for (int user = 0; user < USERS; user++) {
      assertArrayEquals(scores(next, user), scores(loaded, user));
    }
    assertArrayEquals(parameters(next), parameters(loaded));
    assertEquals(2, plugin.save(next).tensors().size(), "finding it changes nothing");
    assertEquals(next.layout(), loaded.layout());
  }
}
