package io.lethe.evaluation.ranking;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A split as models see it: users and items numbered as a server numbers those of the training rows.
 * Immutable.
 */
final class RankedData {

  private static final int POPULAR_SHARE_INVERSE = 10;

  private final RankingSplit split;
  private final VersionData every;
  private final int[] users;
  private final int[][] relevant;
  private final int[] unreachable;
  private final MostPopular popularity;

  RankedData(RankingSplit split) {
    this.split = split;
    this.every = version(new ValidationSplit(0, 0), ids -> ItemFeatures.NONE);
    EntityIndex index = every.index();
    InteractionColumns columns = split.rows().columns();
    Map<Integer, List<Integer>> liked = new TreeMap<>();
    split.test().stream().forEach(row -> {
      int user = index.user(columns.userIds().get(columns.users()[row]));
      if (user >= 0) {
        liked.computeIfAbsent(user, any -> new ArrayList<>())
            .add(index.item(columns.itemIds().get(columns.items()[row])));
      }
    });
    this.users = liked.keySet().stream().mapToInt(user -> user).toArray();
    this.relevant = Arrays.stream(users)
        .mapToObj(
            user -> liked.getOrDefault(user, List.of())
                .stream()
                .mapToInt(item -> item)
                .filter(item -> item >= 0)
                .sorted()
                .toArray())
        .toArray(int[][]::new);
    this.unreachable = new int[users.length];
    for (int k = 0; k < users.length; k++) {
      unreachable[k] = liked.getOrDefault(users[k], List.of()).size() - relevant[k].length;
    }
    this.popularity = new MostPopular(index.userCount(), likes(index, columns));
  }

  private int[] likes(EntityIndex index, InteractionColumns columns) {
    int[] likes = new int[index.itemCount()];
    split.training()
        .stream()
        .filter(split::positive)
        .forEach(row -> likes[index.item(columns.itemIds().get(columns.items()[row]))]++);
    return likes;
  }

  /** The training rows as a server has them that holds out a share, for a training of a family. */
  VersionData version(double share, RecommenderPlugin plugin, TrainingConfig config) {
    return version(
        new ValidationSplit(config.seed(), share),
        ids -> split.rows().known().seenBy(plugin, config, ids));
  }

  private VersionData version(ValidationSplit held, Function<List<String>, ItemFeatures> features) {
    return VersionDataReader
        .forTraining(split.rows().columns(), row -> !split.training().get(row), held, features);
  }

  RankingSplit split() {
    return split;
  }

  MostPopular popularity() {
    return popularity;
  }

  /** Indices of users with something to find, ascending. */
  int[] users() {
    return users.clone();
  }

  /** What a user has in training, ascending. Shared: nobody may modify it. */
  int[] seen(int user) {
    return every.seen(user);
  }

  String userId(int user) {
    return every.index().userId(user);
  }

  List<String> itemIds() {
    return every.index().ids().items();
  }

  /**
   * What lists are worth.
   *
   * @param lists per test user, best first
   */
  Map<String, Double> measure(int[][] lists) {
    int items = every.index().itemCount();
    BitSet popular = new BitSet();
    Arrays.stream(popularity.order())
        .limit(Math.max(1, items / POPULAR_SHARE_INVERSE))
        .forEach(popular::set);
    RankingMeter meter = new RankingMeter(items, popular);
    for (int k = 0; k < users.length; k++) {
      meter.add(lists[k], relevant[k], unreachable[k]);
    }
    return meter.means();
  }
}
