package io.lethe.benchmarks.living;

import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/** What a model answered at one moment for some users and items that it knew then. */
final class ServedScores {

  private static final int USERS = 200;
  private static final int ITEMS = 100;
  private static final int LIST = 10;

  private final List<String> users;
  private final List<String> items;
  private final float[][] scores;

  private ServedScores(List<String> users, List<String> items, float[][] scores) {
    this.users = users;
    this.items = items;
    this.scores = scores;
  }

  /** Of users and items drawn from what it has learned. */
  static ServedScores of(LetheClient client, String model, List<TimedRatings.Row> learned) {
    SplittableRandom random = new SplittableRandom(2);
    Set<String> users = new LinkedHashSet<>();
    Set<String> items = new LinkedHashSet<>();
    while (users.size() < USERS || items.size() < ITEMS) {
      TimedRatings.Row row = learned.get(random.nextInt(learned.size()));
      if (users.size() < USERS) {
        users.add(row.user());
      }
      if (items.size() < ITEMS) {
        items.add(row.item());
      }
    }
    List<String> some = List.copyOf(users);
    List<String> scored = List.copyOf(items);
    return new ServedScores(some, scored, scores(client, model, some, scored));
  }

  private static float[][] scores(
      LetheClient client, String model, List<String> users, List<String> items) {
    float[][] scores = new float[users.size()][];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = scores(client, model, users.get(k), items);
    }
    return scores;
  }

  /** NaN for an item that the model does not know. */
  private static float[] scores(LetheClient client, String model, String user, List<String> items) {
    List<OptionalDouble> found = client.score(model, user, items).scores();
    float[] scores = new float[found.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) found.get(k).orElse(Double.NaN);
    }
    return scores;
  }

  /** Whether a model answers for a user. */
  static boolean isKnown(LetheClient client, String model, String user) {
    try {
      var _ = client.recommend(model, user, 1);
      return true;
    } catch (LetheException refused) {
      return false;
    }
  }

  /**
   * The root mean square difference of a model to another, over that of these scores to the other, and
   * the share of the other's lists of ten that the model answers, beside users that were erased.
   */
  String gap(LetheClient client, String model, String reference, Set<String> erased) {
    double now = 0;
    double then = 0;
    double shared = 0;
    List<String> left = new ArrayList<>(users);
    left.removeAll(erased);
    for (String user : left) {
      float[] wanted = scores(client, reference, user, items);
      float[] got = scores(client, model, user, items);
      float[] old = scores[users.indexOf(user)];
      for (int k = 0; k < wanted.length; k++) {
        // Items that one of them does not know have no score.
        if (Float.isFinite(wanted[k]) && Float.isFinite(got[k]) && Float.isFinite(old[k])) {
          now += Math.pow(got[k] - wanted[k], 2);
          then += Math.pow(old[k] - wanted[k], 2);
        }
      }
      shared += overlap(client, model, reference, user);
    }
    return String.format(
        Locale.ROOT,
        "gap to a training %.3g of doing nothing's, %.3f of its ten items answered, %d users",
        Math.sqrt(now / then), shared / left.size(), left.size());
  }

  private static double overlap(LetheClient client, String model, String reference, String user) {
    Set<String> wanted = items(client, reference, user);
    int size = wanted.size();
    wanted.retainAll(items(client, model, user));
    return (double) wanted.size() / size;
  }

  private static Set<String> items(LetheClient client, String model, String user) {
    Set<String> items = new HashSet<>();
    client.recommend(model, user, LIST).items().forEach(item -> items.add(item.item()));
    return items;
  }
}
