package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.TopN;
import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.loss.Loss;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.ViewDerivatives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A model whose score is any network of a user's row, an item's row and dense layers, under a {@link
 * Loss}. Its author writes the forward pass; this class does what forgetting needs. Immutable; a
 * changed model shares all pages it did not touch, and the network.
 *
 * <p>Scores come from the network unless a subclass overrides {@link #score} with something faster;
 * network passes of one plugin take turns.
 */
public abstract class AutodiffModel implements DifferentiableModel {

  private static final int SCAN_ITEMS = 1024;

  private final Network network;
  private final NetworkParameters parameters;
  private final ParameterLayout layout;
  private final float l2;
  private final GroupLoss loss;

  /** A model under the logistic loss. */
  protected AutodiffModel(Network network, NetworkParameters parameters, float l2) {
    this(network, parameters, l2, GroupLoss.LOGISTIC);
  }

  /**
   * A model over parameters.
   *
   * @param l2 weight of {@code l2/2 * |row|^2} in the objective, once per row of every block
   * @param loss over an interaction's term and those drawn against it, as {@link #terms} has them
   * @throws IllegalArgumentException if the parameters do not fit the network
   */
  protected AutodiffModel(Network network, NetworkParameters parameters, float l2, GroupLoss loss) {
    parameters.checkFit(network.shape());
    this.network = network;
    this.parameters = parameters;
    this.layout = parameters.layout(network.shape(), l2);
    this.l2 = l2;
    this.loss = loss;
  }

  /**
   * The loss terms that interactions stand for, in groups of the loss's size; every interaction's are
   * the same in whatever view it stands.
   */
  protected abstract LossColumns terms(InteractionView view);

  /** The same model with other parameters. */
  protected abstract AutodiffModel with(NetworkParameters changed);

  /** The network; for subclasses' copies. */
  protected final Network network() {
    return network;
  }

  /** The parameters; pages are not to be written to. */
  public final NetworkParameters parameters() {
    return parameters;
  }

  /** Weight of L2 in the objective. */
  public final float l2() {
    return l2;
  }

  /** Logits under the logistic loss alone: under any other one scores only order items. */
  @Override
  public final ScoreScale scoreScale() {
    return loss.loss() == Loss.LOGISTIC ? ScoreScale.LOGIT : ScoreScale.PREFERENCE;
  }

  @Override
  public final int userCount() {
    return parameters.users().rows();
  }

  @Override
  public final int itemCount() {
    return parameters.items().rows();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    Objects.checkIndex(user, userCount());
    for (int item : items) {
      Objects.checkIndex(item, itemCount());
    }
    int[] users = new int[items.length];
    Arrays.fill(users, user);
    LossColumns pairs = new LossColumns(users, items, new float[items.length]);
    for (int from = 0; from < items.length; from += Network.PAIRS_MAX) {
      int to = Math.min(items.length, from + Network.PAIRS_MAX);
      int[] terms = IntStream.range(from, to).toArray();
      double[] logits = network.logits(new TermChunk(parameters, pairs, terms).rows());
      for (int k = 0; k < logits.length; k++) {
        scores[from + k] = (float) logits[k];
      }
    }
  }

  @Override
  public final int topItems(int user, int[] excluded, int[] items, float[] scores) {
    TopN best = new TopN(items, scores);
    float[] scanned = new float[SCAN_ITEMS];
    int next = 0;
    for (int from = 0; from < itemCount(); from += SCAN_ITEMS) {
      int[] some = IntStream.range(from, Math.min(itemCount(), from + SCAN_ITEMS)).toArray();
      score(user, some, scanned);
      for (int k = 0; k < some.length; k++) {
        if (next < excluded.length && excluded[next] == some[k]) {
          next++;
        } else {
          best.offer(some[k], scanned[k]);
        }
      }
    }
    return best.finish();
  }

  @Override
  public final ParameterLayout layout() {
    return layout;
  }

  @Override
  public final ViewDerivatives on(InteractionView view) {
    return new AutodiffDerivatives(network, parameters, terms(view), loss);
  }

  /** The users and items of the forgotten terms, and every shared row. */
  @Override
  public final ParameterSelection affectedRows(Removal removal) {
    LossColumns forgotten = terms(InteractionView.of(removal.forget()));
    List<int[]> rows = new ArrayList<>();
    rows.add(Arrays.stream(forgotten.users()).sorted().distinct().toArray());
    rows.add(Arrays.stream(forgotten.items()).sorted().distinct().toArray());
    boolean any = forgotten.size() > 0;
    parameters.layers()
        .forEach(layer -> rows.add(IntStream.range(0, any ? layer.rows() : 0).toArray()));
    return ParameterSelection.of(layout, rows);
  }

  /** The gradient over the forget set alone: a term here depends on no other interaction. */
  @Override
  public final void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
  }

  @Override
  public final AutodiffModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public final AutodiffModel withDelta(ParameterDelta delta) {
    return with(parameters.plus(delta));
  }

  @Override
  public final void parameters(ParameterSelection selection, float[] out) {
    parameters.copy(selection, out);
  }
}
