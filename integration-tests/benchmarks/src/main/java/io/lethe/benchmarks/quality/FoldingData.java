package io.lethe.benchmarks.quality;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.evaluation.ranking.RankingMeter;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.TrainingData;
import io.lethe.store.input.InteractionFile;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Interactions of which those of some users are kept from training: the first few of such a user,
 * by time, are given to a model, and its list is held against the user's others. Of one moment the
 * order is that of the items' keys. Immutable.
 */
final class FoldingData {

  private static final long SEED = 5;
  private static final int CHOOSING_PART_INVERSE = 10;
  private static final String LISTED = "ndcg-10";

  private final Interactions all;
  private final int[][] byUser;
  private final int[] newcomers;
  private final double relevantFrom;

  private FoldingData(Interactions all, int[][] byUser, int[] newcomers, double relevantFrom) {
    this.all = all;
    this.byUser = byUser;
    this.newcomers = newcomers;
    this.relevantFrom = relevantFrom;
  }

  /** Makes a user's list from what is given. */
  @FunctionalInterface
  interface Lists {
    /**
     * Writes the best items, best first.
     *
     * @param given positions of the user's first interactions
     * @param excluded their items, ascending
     * @return how many it wrote
     */
    int topItems(int user, int[] given, int[] excluded, int[] items, float[] scores);
  }

  /**
   * Draws the newcomers from those with enough interactions.
   *
   * @param users most newcomers; never more than half of those with enough
   * @param least a newcomer's interactions
   * @throws IllegalArgumentException if the file has no times, or no two users with so many rows
   */
  static FoldingData of(InteractionFile file, int users, int least) {
    InteractionColumns columns = file.columns();
    if (file.times().length != columns.size()) {
      throw new IllegalArgumentException(
          "the file has no times; a user's first rows are not known");
    }
    Interactions all = new Interactions(
        EntityIndex.of(new EntityIds(columns.userIds(), columns.itemIds())).keys(), columns.users(),
        columns.items(), columns.values());
    int[][] byUser = byUser(all, file.times());
    List<Integer> enough = IntStream.range(0, byUser.length)
        .filter(user -> byUser[user].length >= least)
        .boxed()
        .toList();
    int count = Math.min(users, enough.size() / 2);
    if (count < 1) {
      throw new IllegalArgumentException(
          "%d users with %d rows and %d newcomers; at least 2 and 1 are needed"
              .formatted(enough.size(), least, users));
    }
    SplittableRandom random = new SplittableRandom(SEED);
    long[] order = random.longs(byUser.length).toArray();
    int[] newcomers = enough.stream()
        .sorted(Comparator.comparingLong(user -> order[user]))
        .limit(count)
        .mapToInt(user -> user)
        .sorted()
        .toArray();
    double mean = IntStream.range(0, all.size()).mapToDouble(all::value).average().orElse(0);
    return new FoldingData(all, byUser, newcomers, mean);
  }

  private static int[][] byUser(Interactions all, double[] times) {
    int[][] byUser = new int[all.keys().userCount()][];
    IntStream.range(0, all.size())
        .boxed()
        .collect(Collectors.groupingBy(all::user))
        .forEach(
            (
                user,
                rows) -> byUser[user] = rows.stream()
                    .sorted(
                        Comparator.<Integer>comparingDouble(row -> times[row])
                            .thenComparingLong(row -> all.keys().item(all.item(row))))
                    .mapToInt(row -> row)
                    .toArray());
    return byUser;
  }

  int newcomers() {
    return newcomers.length;
  }

  Interactions all() {
    return all;
  }

  double relevantFrom() {
    return relevantFrom;
  }

  /** What everybody else did, a tenth of it held out: for what a family chooses by that. */
  TrainingData choosing() {
    BitSet held = new BitSet();
    SplittableRandom random = new SplittableRandom(SEED);
    BitSet newcomer = newcomer();
    for (int row = 0; row < all.size(); row++) {
      boolean drawn = random.nextInt(CHOOSING_PART_INVERSE) == 0;
      held.set(row, drawn && !newcomer.get(all.user(row)));
    }
    return new TrainingData(
        view(row -> !newcomer.get(all.user(row)) && !held.get(row)), view(held::get));
  }

  /** What everybody else did. */
  TrainingData others() {
    return training(0);
  }

  /** That, and of each newcomer the first so many. */
  TrainingData training(int given) {
    BitSet newcomer = newcomer();
    BitSet first = new BitSet();
    for (int user : newcomers) {
      Arrays.stream(byUser[user], 0, given).forEach(first::set);
    }
    return new TrainingData(
        view(row -> !newcomer.get(all.user(row)) || first.get(row)), view(row -> false));
  }

  private BitSet newcomer() {
    BitSet newcomer = new BitSet();
    Arrays.stream(newcomers).forEach(newcomer::set);
    return newcomer;
  }

  private InteractionView view(IntPredicate counts) {
    return new InteractionView(
        all, IntStream.range(0, all.size()).filter(counts.negate()).toArray());
  }

  /**
   * NDCG@10 over all items but those given, the mean over newcomers with something relevant left: a
   * value of at least the mean of all.
   */
  double ndcg(int given, Lists lists) {
    RankingMeter meter = new RankingMeter(all.keys().itemCount(), new BitSet());
    for (int user : newcomers) {
      int[] first = Arrays.copyOf(byUser[user], given);
      int[] relevant = Arrays.stream(byUser[user], given, byUser[user].length)
          .filter(row -> all.value(row) >= relevantFrom)
          .map(all::item)
          .sorted()
          .toArray();
      if (relevant.length > 0) {
        int[] list = new int[RankingMeter.LONGEST];
        int[] excluded = Arrays.stream(first).map(all::item).sorted().toArray();
        int filled = lists.topItems(user, first, excluded, list, new float[list.length]);
        meter.add(Arrays.copyOf(list, filled), relevant, 0);
      }
    }
    return meter.means().getOrDefault(LISTED, Double.NaN);
  }
}
