package @PACKAGE@;

import io.lethe.spi.RecommenderModel;
import io.lethe.spi.ScoreScale;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/** The same scores for every user. Immutable. */
final class @CLASS@Model implements RecommenderModel {

  private final int users;
  private final float[] scores;
  /** Items, the best first; ties by the lower index. */
  private final int[] order;

  @CLASS@Model(int users, float[] scores) {
    this.users = users;
    this.scores = scores;
    this.order = IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer item) -> -scores[item]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** One per item; not to be written to. */
  float[] itemScores() {
    return scores;
  }

  @Override
  public ScoreScale scoreScale() {
    return ScoreScale.PREFERENCE;
  }

  @Override
  public long parameterCount() {
    return scores.length;
  }

  @Override
  public int userCount() {
    return users;
  }

  @Override
  public int itemCount() {
    return scores.length;
  }

  @Override
  public void score(int user, int[] items, float[] out) {
    Objects.checkIndex(user, users);
    for (int k = 0; k < items.length; k++) {
      out[k] = scores[Objects.checkIndex(items[k], scores.length)];
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] out) {
    Objects.checkIndex(user, users);
    int filled = 0;
    for (int k = 0; k < order.length && filled < items.length; k++) {
      if (Arrays.binarySearch(excluded, order[k]) < 0) {
        items[filled] = order[k];
        out[filled++] = scores[order[k]];
      }
    }
    return filled;
  }
}
