package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.Admission;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.kernels.TopN;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks models, through the watch, and looks at what they answer. Thread-safe. */
final class CheckedScoring {

  private final ScoringWatch watch;

  CheckedScoring(ScoringWatch watch) {
    this.watch = watch;
  }

  /** For whom a model is asked. */
  sealed interface Whom {

    Source source();

    int topItems(int[] excluded, int[] items, float[] scores);

    void score(int[] items, float[] scores);

    /** For one of its users. */
    record Learned(RecommenderModel model, int user) implements Whom {

      @Override
      public Source source() {
        return Source.LEARNED;
      }

      @Override
      public int topItems(int[] excluded, int[] items, float[] scores) {
        return model.topItems(user, excluded, items, scores);
      }

      @Override
      public void score(int[] items, float[] scores) {
        model.score(user, items, scores);
      }
    }

    /** By all that a user did. */
    record Lived(HistoryModel model, History history) implements Whom {

      @Override
      public Source source() {
        return Source.HISTORY;
      }

      @Override
      public int topItems(int[] excluded, int[] items, float[] scores) {
        return model.topItems(history.items(), history.values(), excluded, items, scores);
      }

      @Override
      public void score(int[] items, float[] scores) {
        model.score(history.items(), history.values(), items, scores);
      }
    }
  }

  /**
   * Items by score, best first, of equal scores the lower index first. The arrays are only read.
   *
   * @param size how many of the arrays' entries count
   */
  record Ranked(int[] items, float[] scores, int size) {

    /** The same without room for more: to be kept. */
    Ranked trimmed() {
      return size == items.length
          ? this
          : new Ranked(Arrays.copyOf(items, size), Arrays.copyOf(scores, size), size);
    }

    int item(int place) {
      return items[place];
    }

    float score(int place) {
      return scores[place];
    }

    List<ScoredItem> named(Trip trip) {
      ScoredItem[] ranked = new ScoredItem[size];
      for (int k = 0; k < size; k++) {
        ranked[k] = new ScoredItem(trip.index().itemId(items[k]), scores[k]);
      }
      return List.of(ranked);
    }
  }

  /**
   * What is wanted of a model.
   *
   * @param excluded ascending and distinct
   * @param admission the items that an answer may hold
   */
  record Wanted(Whom whom, int[] excluded, Admission admission) {

    /** All that is left out of all items. Only if those that may be answered are not few. */
    int[] allExcluded() {
      return Exclusions.merged(admission.refused(), excluded);
    }
  }

  /**
   * The best of the items that may be answered, best first. Few of them are scored one by one.
   *
   * @throws LetheException of kind {@code PLUGIN_FAILED}, also for an answer that cannot be one
   */
  Ranked topItems(Trip trip, Wanted wanted, int n) {
    return wanted.admission()
        .few()
        .map(few -> best(trip, wanted.whom(), Exclusions.without(few, wanted.excluded()), n))
        .orElseGet(() -> topItems(trip, wanted.whom(), wanted.allExcluded(), n));
  }

  private Ranked best(Trip trip, Whom whom, int[] candidates, int n) {
    float[] all = candidates.length == 0 ? new float[0] : scores(trip, whom, candidates);
    int[] items = new int[n];
    float[] scores = new float[n];
    TopN best = new TopN(items, scores);
    for (int k = 0; k < candidates.length; k++) {
      best.offer(candidates[k], all[k]);
    }
    return new Ranked(items, scores, best.finish());
  }

  private Ranked topItems(Trip trip, Whom whom, int[] excluded, int n) {
    int[] items = new int[n];
    float[] scores = new float[n];
    int found = call(trip, () -> whom.topItems(excluded, items, scores));
    return checked(trip, found, excluded, items, scores);
  }

  /** Asks the model of a trip, through the watch. */
  <T> T call(Trip trip, Supplier<T> question) {
    return watch.call(trip.name(), trip.plugin(), question);
  }

  /** The scores of items, in their order. Throws as {@link #topItems}. */
  float[] scores(Trip trip, Whom whom, int[] items) {
    float[] scores = unchecked(trip, whom, items);
    for (float score : scores) {
      checkFinite(trip, score);
    }
    return scores;
  }

  /** The scores of items, in their order, which may not be finite. */
  float[] unchecked(Trip trip, Whom whom, int[] items) {
    float[] scores = new float[items.length];
    if (items.length > 0) {
      call(trip, () -> {
        whom.score(items, scores);
        return scores;
      });
    }
    return scores;
  }

  /** A plugin's word is not enough where an erased item could come back. */
  static Ranked checked(Trip trip, int found, int[] excluded, int[] items, float[] scores) {
    if (found < 0 || found > items.length) {
      throw broken(trip, "a count of %d for %d items".formatted(found, items.length));
    }
    for (int k = 0; k < found; k++) {
      if (items[k] < 0 || items[k] >= trip.index().itemCount()
          || Arrays.binarySearch(excluded, items[k]) >= 0) {
        throw broken(trip, "an item that does not exist or was excluded");
      }
      checkFinite(trip, scores[k]);
      if (k > 0 && scores[k] > scores[k - 1]) {
        throw broken(trip, "a list that is not sorted");
      }
    }
    return new Ranked(items, scores, found);
  }

  private static void checkFinite(Trip trip, float score) {
    if (!Float.isFinite(score)) {
      throw broken(trip, "a score of " + score);
    }
  }

  static LetheException broken(Trip trip, String what) {
    return new LetheException(
        ErrorKind.PLUGIN_FAILED, "plugin %s answered %s".formatted(trip.plugin().name(), what),
        Map.of("plugin", trip.plugin().name()));
  }
}
