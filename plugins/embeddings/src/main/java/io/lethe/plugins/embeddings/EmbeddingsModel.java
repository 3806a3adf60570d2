package io.lethe.plugins.embeddings;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.ViewDerivatives;
import io.lethe.spi.WipeableModel;
import io.lethe.training.ProductModel;
import java.util.List;

/**
 * Scores as the vectors that were trained elsewhere do; forgets and answers for histories as a model
 * of logits does whose rows are these vectors, scaled. Immutable; a changed model shares all pages
 * it did not touch.
 */
final class EmbeddingsModel implements EmbeddingModel, HistoryModel, WipeableModel {

  private final Head head;
  private final HeldBiases held;
  private final ProductModel logits;

  /**
   * A model.
   *
   * @param logits its scores are {@code head}'s logits
   * @param held coordinates that derivatives leave out
   */
  EmbeddingsModel(Head head, HeldBiases held, ProductModel logits) {
    this.head = head;
    this.held = held;
    this.logits = logits;
  }

  Head head() {
    return head;
  }

  HeldBiases held() {
    return held;
  }

  ProductModel logits() {
    return logits;
  }

  /** The unit is the one of whoever trained it. */
  @Override
  public ScoreScale scoreScale() {
    return ScoreScale.PREFERENCE;
  }

  @Override
  public int userCount() {
    return logits.userCount();
  }

  @Override
  public int itemCount() {
    return logits.itemCount();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    logits.score(user, items, scores);
    head.toScores(scores, items.length);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    int filled = logits.topItems(user, excluded, items, scores);
    head.toScores(scores, filled);
    return filled;
  }

  @Override
  public int usersAtOnce() {
    return logits.usersAtOnce();
  }

  @Override
  public int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
    int[] filled = logits.topItems(users, excluded, items, scores);
    for (int k = 0; k < filled.length; k++) {
      head.toScores(scores[k], filled[k]);
    }
    return filled;
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    logits.score(history, values, items, scores);
    head.toScores(scores, items.length);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    int filled = logits.topItems(history, values, excluded, items, scores);
    head.toScores(scores, filled);
    return filled;
  }

  @Override
  public List<float[]> learntArrays() {
    return logits.learntArrays();
  }

  @Override
  public List<byte[]> learntBytes() {
    return logits.learntBytes();
  }

  @Override
  public ParameterLayout layout() {
    return logits.layout();
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return held.isEmpty() ? logits.on(view) : new HeldDerivatives(logits.on(view), held);
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return logits.affectedRows(removal);
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    logits.removalGradient(removal, selection, out);
    held.clear(selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public DifferentiableModel inFinalSpace() {
    return this;
  }

  @Override
  public EmbeddingModel withFinalDelta(InteractionView view, ParameterDelta delta) {
    return withDelta(delta);
  }

  /** Held coordinates stay, whatever the amounts say. */
  @Override
  public EmbeddingsModel withDelta(ParameterDelta delta) {
    float[] amounts = delta.amounts().clone();
    held.clear(delta.selection(), amounts);
    return new EmbeddingsModel(
        head, held,
        logits.withDelta(new ParameterDelta(delta.selection(), amounts, delta.dropped())));
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    logits.parameters(selection, out);
  }
}
