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
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Matrix factorization under the pairwise logistic loss (BPR, Rendle et al., UAI 2009): a liked item
 * shall score above another.
 */
final class PairwiseModel implements DifferentiableModel, WipeableModel {

  final int width;
  final float l2;
  final float[] users;
  final float[] items;
  private final ParameterLayout layout;

  PairwiseModel(int width, float l2, float[] users, float[] items) {
    this.width = width;
    this.l2 = l2;
    this.users = users;
    this.items = items;
    this.layout = new ParameterLayout(
        List.of(
            new ParameterBlock("user", Side.USER, users.length / width, width, l2),
            new ParameterBlock("item", Side.ITEM, items.length / width, width, l2)));
  }

  double score(int user, int item) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += (double) users[user * width + k] * items[item * width + k];
    }
    return sum;
  }

  @Override
  public List<float[]> learntArrays() {
    return List.of(users, items);
  }

  @Override
  public int userCount() {
    return users.length / width;
  }

  @Override
  public int itemCount() {
    return items.length / width;
  }

  @Override
  public void score(int user, int[] some, float[] scores) {
    Objects.checkIndex(user, userCount());
    for (int k = 0; k < some.length; k++) {
      scores[k] = (float) score(user, Objects.checkIndex(some[k], itemCount()));
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] top, float[] scores) {
    int[] ranked = IntStream.range(0, itemCount())
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .boxed()
        .sorted((a, b) -> Float.compare((float) score(user, b), (float) score(user, a)))
        .mapToInt(item -> item)
        .limit(top.length)
        .toArray();
    for (int k = 0; k < ranked.length; k++) {
      top[k] = ranked[k];
      scores[k] = (float) score(user, ranked[k]);
    }
    return ranked.length;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new PairwiseDerivatives(this, PairwiseTerms.of(view));
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    List<PairwiseTerms> terms = PairwiseTerms.of(InteractionView.of(removal.forget()));
    return ParameterSelection.of(
        layout,
        List.of(
            terms.stream().mapToInt(PairwiseTerms::user).sorted().distinct().toArray(),
            terms.stream()
                .flatMapToInt(term -> IntStream.of(term.liked(), term.other()))
                .sorted()
                .distinct()
                .toArray()));
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public PairwiseModel withDelta(ParameterDelta delta) {
    List<float[]> next = Stream.of(users, items).map(float[]::clone).toList();
    for (int b = 0; b < next.size(); b++) {
      float[] rows = next.get(b);
      ParameterSelection moved = delta.selection();
      for (int k = moved.offset(b); k < moved.offset(b + 1); k++) {
        int at = k - moved.offset(b);
        rows[moved.row(b, at / width) * width + at % width] += delta.amounts()[k];
      }
      for (int row : delta.dropped().rows(b)) {
        Arrays.fill(rows, row * width, (row + 1) * width, 0);
      }
    }
    return new PairwiseModel(width, l2, next.getFirst(), next.getLast());
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    List<float[]> blocks = List.of(users, items);
    for (int b = 0; b < blocks.size(); b++) {
      for (int k = 0; k < selection.count(b); k++) {
        System.arraycopy(
            blocks.get(b), selection.row(b, k) * width, out, selection.offset(b) + k * width,
            width);
      }
    }
  }
}
