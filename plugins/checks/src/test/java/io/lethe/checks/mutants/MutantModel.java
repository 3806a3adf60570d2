package io.lethe.checks.mutants;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import io.lethe.spi.WipeableModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sound model of which one thing is said otherwise.
 *
 * @param mutant what
 * @param sound says the rest
 * @param scoring what scores are computed of
 * @param changed whether it has been viewed on fewer interactions, or moved, if the mutant asks
 */
record MutantModel(
    Mutant mutant, PairwiseModel sound, PairwiseModel scoring,
    boolean changed) implements DifferentiableModel, WipeableModel {

  private static final float HUNDRED = 100;

  @Override
  public ParameterLayout layout() {
    return new ParameterLayout(
        sound.layout()
            .blocks()
            .stream()
            .map(
                block -> new ParameterBlock(
                    block.name(), mutant.shares(block.side()) ? Side.SHARED : block.side(),
                    block.rows(), block.width(),
                    mutant == Mutant.PENALTY_TIMES_100 ? HUNDRED * block.l2() : block.l2()))
            .toList());
  }

  private ParameterSelection own(ParameterSelection selection) {
    return ParameterSelection
        .of(layout(), IntStream.range(0, 2).mapToObj(selection::rows).toList());
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    Mutant now = mutant == Mutant.PRODUCT_OF_MOVED_TIMES_1000 && changed
        ? Mutant.PRODUCT_TIMES_1000
        : mutant;
    return new MutantDerivatives(now, sound.on(view), view.size());
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return own(sound.affectedRows(removal));
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
    if (mutant == Mutant.REMOVAL_ZERO) {
      Arrays.fill(out, 0);
    }
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return mutant == Mutant.VIEWS_STILL ? new MutantModel(mutant, sound, scoring, true) : this;
  }

  @Override
  public MutantModel withDelta(ParameterDelta delta) {
    PairwiseModel moved = sound
        .withDelta(mutant == Mutant.VIEWS_STILL && changed ? dropping(delta) : delta);
    return new MutantModel(
        mutant, moved, mutant == Mutant.SCORES_STALE ? scoring : moved,
        changed || mutant == Mutant.PRODUCT_OF_MOVED_TIMES_1000);
  }

  private static ParameterDelta dropping(ParameterDelta delta) {
    ParameterSelection none = ParameterSelection
        .of(delta.dropped().layout(), List.of(new int[0], new int[0]));
    return new ParameterDelta(none, new float[0], delta.dropped());
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    sound.parameters(selection, out);
  }

  @Override
  public List<float[]> learntArrays() {
    return mutant == Mutant.NOTHING_LEARNT ? List.of() : sound.learntArrays();
  }

  @Override
  public int userCount() {
    return sound.userCount();
  }

  @Override
  public int itemCount() {
    return sound.itemCount();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    boolean unchecked = mutant == Mutant.INDICES_UNCHECKED;
    scoring.score(
        unchecked ? Math.clamp(user, 0, userCount() - 1) : user,
        unchecked
            ? IntStream.of(items).map(item -> Math.clamp(item, 0, itemCount() - 1)).toArray()
            : items,
        scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    int[] left = mutant == Mutant.LIST_WITH_EXCLUDED ? new int[0] : excluded;
    int filled = scoring.topItems(user, left, items, scores);
    if (mutant == Mutant.LIST_UNSORTED && filled > 1) {
      int best = items[0];
      float score = scores[0];
      items[0] = items[1];
      scores[0] = scores[1];
      items[1] = best;
      scores[1] = score;
    }
    return filled;
  }

  @Override
  public int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
    int[] asked = users.clone();
    if (mutant == Mutant.LISTS_OF_FIRST) {
      Arrays.fill(asked, users[0]);
    }
    return DifferentiableModel.super.topItems(asked, excluded, items, scores);
  }
}
