package io.lethe.engine.recommend;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.recommend.CheckedScoring.Whom;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.spi.HistoryModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of a user's own interactions carry recommended items: for each interaction, the items' scores
 * for the user's history less those for the history without it. This needs no word of a family; for
 * {@code ease}, whose score is a sum over the history, the difference is the interaction's term. Costs one
 * scoring of the items for each interaction of the history, of which the newest {@value #HISTORY_MAX}
 * are looked at. Thread-safe.
 */
final class Reasons {

  /** Interactions that are looked at; older ones stay in the history, and are no reasons. */
  static final int HISTORY_MAX = 200;

  private final CheckedScoring scoring;

  Reasons(CheckedScoring scoring) {
    this.scoring = scoring;
  }

  /**
   * The strongest reasons for each item, in the items' order; none for any if the model cannot be asked
   * for a history, or knows none of the user.
   *
   * @param recent what the user did that the version has not learned
   * @param count most reasons for an item, at least 1
   * @throws io.lethe.engine.LetheException of kind {@code CANCELLED} if the caller is gone meanwhile
   */
  List<List<Explained.Reason>> of(
      Trip trip, String user, RecentItems recent, List<ScoredItem> items, int count) {
    if (!(trip.model() instanceof HistoryModel model) || items.isEmpty()) {
      return List.of();
    }
    int index = trip.index().user(user);
    History history = History.recent(trip, user, recent).over(trip, index, user);
    int[] wanted = items.stream().mapToInt(item -> trip.index().item(item.item())).toArray();
    if (history.isEmpty()) {
      return List.of();
    }
    float[][] without = new float[history.items().length][0];
    float[] all = scoring.scores(trip, new Whom.Lived(model, history), wanted);
    Set<Integer> newest = newest(trip, index, recent, history);
    for (int k = 0; k < without.length; k++) {
      if (newest.contains(history.items()[k])) {
        ScoringWatch.checkCaller();
        without[k] = without(trip, model, history, k, wanted);
      }
    }
    List<List<Explained.Reason>> reasons = new ArrayList<>();
    for (int k = 0; k < wanted.length; k++) {
      reasons.add(strongest(trip, history, wanted[k], all[k], column(without, k), count));
    }
    return reasons;
  }

  /** A history of one interaction leaves none: then the whole score is that interaction's. */
  private float[] without(Trip trip, HistoryModel model, History history, int place, int[] wanted) {
    History rest = history.without(place);
    return rest.isEmpty()
        ? new float[wanted.length]
        : scoring.scores(trip, new Whom.Lived(model, rest), wanted);
  }

  /** NaN where an interaction was not looked at. */
  private static float[] column(float[][] rows, int column) {
    float[] found = new float[rows.length];
    for (int k = 0; k < rows.length; k++) {
      found[k] = rows[k].length == 0 ? Float.NaN : rows[k][column];
    }
    return found;
  }

  private static List<Explained.Reason> strongest(
      Trip trip, History history, int item, float score, float[] without, int count) {
    List<Explained.Reason> reasons = new ArrayList<>();
    for (int k = 0; k < without.length; k++) {
      float contribution = score - without[k];
      if (contribution > 0 && history.items()[k] != item) {
        reasons.add(new Explained.Reason(trip.index().itemId(history.items()[k]), contribution));
      }
    }
    reasons.sort(
        Comparator.comparingDouble(Explained.Reason::contribution)
            .reversed()
            .thenComparing(Explained.Reason::item));
    return List.copyOf(reasons.subList(0, Math.min(count, reasons.size())));
  }

  /** Items of the newest interactions: those not learned yet before those that are, the latest first. */
  private static Set<Integer> newest(Trip trip, int user, RecentItems recent, History history) {
    Set<Integer> known = new HashSet<>();
    Arrays.stream(history.items()).forEach(known::add);
    if (known.size() <= HISTORY_MAX) {
      return known;
    }
    Set<Integer> newest = new HashSet<>();
    for (String item : recent.newestFirst()) {
      if (newest.size() < HISTORY_MAX) {
        keep(newest, known, trip.index().item(item));
      }
    }
    if (user != EntityIndex.UNKNOWN) {
      VersionData data = trip.data();
      for (int position : data.table().newestFirst(user)) {
        if (newest.size() < HISTORY_MAX && data.live().contains(position)) {
          keep(newest, known, data.table().interactions().item(position));
        }
      }
    }
    return newest;
  }

  private static void keep(Set<Integer> newest, Set<Integer> known, int item) {
    if (known.contains(item)) {
      newest.add(item);
    }
  }
}
