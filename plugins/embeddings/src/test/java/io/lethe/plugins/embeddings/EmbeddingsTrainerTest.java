package io.lethe.plugins.embeddings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.plugins.mf.MfPlugin;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.ProductModel;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTrainerTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());
  private static final InteractionView VIEW = InteractionView
      .of(new SyntheticRatings(5, 60, 40, 12).generate());

  private static final Map<String, String> CONVERGED = Map.of(
      "factors", "6", "l2", "2", "mode", "converged", "positive-from", "3.5", "negatives", "4",
      "epochs-max", "40", "learning-rate", "0.02");

  private static ProductModel trained(Map<String, String> options) {
    return (ProductModel) new MfPlugin().trainer(new TrainingConfig(3, options), ALONE)
        .train(new TrainingData(VIEW, InteractionView.of(VIEW.all().at(new int[0]))), report -> {})
        .model();
  }

  private static TrainedModel brought(ImportedVectors vectors, Map<String, String> options) {
    InteractionView none = InteractionView.of(VIEW.all().at(new int[0]));
    return new EmbeddingsPlugin().trainer(new TrainingConfig(3, options), ALONE)
        .train(new TrainingData(VIEW, none, Optional.of(vectors)), report -> {});
  }

  private static double stationarity(TrainedModel brought) {
    return Objects.requireNonNull(brought.metrics().get("stationarity"));
  }

  private static float[] scores(RecommenderModel model, int user) {
    int[] all = IntStream.range(0, model.itemCount()).toArray();
    float[] scores = new float[all.length];
    model.score(user, all, scores);
    return scores;
  }

  /** Scores by nothing but the vectors and biases. */
  private static double score(ImportedVectors vectors, int user, int item) {
    int width = vectors.users().width();
    double score = vectors.userBiases().length == 0 ? 0 : vectors.userBiases()[user];
    score += vectors.itemBiases().length == 0 ? 0 : vectors.itemBiases()[item];
    for (int c = 0; c < width; c++) {
      score += (double) vectors.users().chunks().getFirst()[user * width + c]
          * vectors.items().chunks().getFirst()[item * width + c];
    }
    return score;
  }

  private static Tensor scaled(Tensor tensor, float by) {
    float[] numbers = tensor.chunks().getFirst().clone();
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] *= by;
    }
    return new Tensor(tensor.name(), tensor.rows(), tensor.width(), List.of(numbers));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void scores_areTheVectorsOwn(String biases) {
    ProductModel model = trained(Map.of("factors", "8", "biases", biases, "epochs-max", "15"));
    ImportedVectors vectors = TrainedByMf.vectors(model);
    RecommenderModel served = brought(vectors, Map.of()).model();
    for (int user = 0; user < served.userCount(); user++) {
      float[] scores = scores(served, user);
      for (int item = 0; item < scores.length; item++) {
        assertEquals(score(vectors, user, item), scores[item], 1e-5);
      }
    }
  }

  /** A model at the minimum of the very loss that is fitted: that loss is found, and nothing is left. */
  @Test
  void fit_toAConvergedModelOfTheSameLoss_findsItsLoss() {
    TrainedModel served = brought(
        TrainedByMf.vectors(trained(CONVERGED)),
        Map.of("positive-from", "3.5", "scale", "1", "offset", "0"));
    assertEquals(2, Double.parseDouble(served.effective().get("l2")), 0.01);
    assertTrue(stationarity(served) < 0.01, () -> served.metrics().toString());
  }

  /** Whatever the unit of the scores is, logits are fitted alike. */
  @Test
  void fit_ofScaledVectors_scalesTheHeadAndNothingElse() {
    ImportedVectors vectors = TrainedByMf.vectors(trained(CONVERGED));
    ImportedVectors larger = new ImportedVectors(
        scaled(vectors.users(), 8), scaled(vectors.items(), 2), new float[0], new float[0],
        vectors.usersBrought(), vectors.itemsBrought());
    TrainedModel one = brought(vectors, Map.of());
    TrainedModel other = brought(larger, Map.of());
    assertEquals(
        Double.parseDouble(one.effective().get("scale")) / 16,
        Double.parseDouble(other.effective().get("scale")), 1e-4);
    EmbeddingsModel model = (EmbeddingsModel) one.model();
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] rows = new float[all.length()];
    float[] otherRows = new float[all.length()];
    model.parameters(all, rows);
    ((EmbeddingsModel) other.model()).parameters(all, otherRows);
    assertArrayEquals(rows, otherRows, 1e-3f);
    assertEquals(stationarity(one), stationarity(other), 1e-4);
  }

  @Test
  void vectorsThatScoreInteractionsBelowOthers_areRefused() {
    ImportedVectors vectors = TrainedByMf.vectors(trained(CONVERGED));
    ImportedVectors negated = new ImportedVectors(
        scaled(vectors.users(), -1), vectors.items(), new float[0], new float[0],
        vectors.usersBrought(), vectors.itemsBrought());
    PluginException refusal = assertThrows(PluginException.class, () -> brought(negated, Map.of()));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertTrue(String.valueOf(refusal.getMessage()).contains("in the same order?"));
  }

  @Test
  void nothingBrought_isRefused() {
    PluginException refusal = assertThrows(
        PluginException.class,
        () -> new EmbeddingsPlugin().trainer(new TrainingConfig(3, Map.of()), ALONE)
            .train(new TrainingData(VIEW, VIEW), report -> {}));
    assertTrue(String.valueOf(refusal.getMessage()).contains("lethe import-model"));
  }

  /** Whoever has interactions and no vector gets a row from them; the others keep theirs. */
  @Test
  void missingRows_comeFromTheirInteractions() {
    ImportedVectors vectors = TrainedByMf.vectors(trained(CONVERGED));
    BitSet users = new BitSet();
    users.set(1, vectors.users().rows());
    BitSet items = new BitSet();
    items.set(1, vectors.items().rows());
    ImportedVectors partly = new ImportedVectors(
        withoutFirst(vectors.users()), withoutFirst(vectors.items()), new float[0], new float[0],
        users, items);
    TrainedModel whole = brought(vectors, Map.of("positive-from", "3.5"));
    TrainedModel part = brought(
        partly,
        Map.of(
            "positive-from", "3.5", "scale", whole.effective().get("scale"), "offset",
            whole.effective().get("offset"), "l2", whole.effective().get("l2")));
    assertEquals(1.0, part.metrics().get("users-without-vector"));
    assertEquals(1.0, part.metrics().get("items-without-vector"));
    assertTrue(correlation(scores(whole.model(), 0), scores(part.model(), 0)) > 0.8);
    assertArrayEquals(tail(scores(whole.model(), 5)), tail(scores(part.model(), 5)), 1e-4f);
    assertTrue(Math.abs(scores(part.model(), 5)[0]) > 0);
  }

  private static float[] tail(float[] scores) {
    return Arrays.copyOfRange(scores, 1, scores.length);
  }

  private static Tensor withoutFirst(Tensor tensor) {
    float[] numbers = tensor.chunks().getFirst().clone();
    Arrays.fill(numbers, 0, tensor.width(), 0);
    return new Tensor(tensor.name(), tensor.rows(), tensor.width(), List.of(numbers));
  }

  private static double correlation(float[] left, float[] right) {
    double product = 0;
    double one = 0;
    double other = 0;
    double meanLeft = mean(left);
    double meanRight = mean(right);
    for (int k = 0; k < left.length; k++) {
      product += (left[k] - meanLeft) * (right[k] - meanRight);
      one += (left[k] - meanLeft) * (left[k] - meanLeft);
      other += (right[k] - meanRight) * (right[k] - meanRight);
    }
    return product / Math.sqrt(one * other);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
