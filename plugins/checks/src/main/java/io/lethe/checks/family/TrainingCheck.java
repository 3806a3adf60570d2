package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether a training learns something, tells how far it is, and ends when it is told to. */
public final class TrainingCheck {

  /** Of pairs of an interaction and none, for one user: better than a coin. */
  private static final double ABOVE_MIN = 0.55;

  private static final int USERS = 500;

  private TrainingCheck() {}

  /**
   * How often what a user liked scores above what that user has not met: the area under the curve, the
   * mean over users. Liked is a value of at least the mean.
   */
  public static Measure learning(RecommenderModel model, InteractionView trained) {
    Interactions all = trained.all();
    double mean = IntStream.of(trained.positions()).mapToDouble(all::value).average().orElse(0);
    double sum = 0;
    int counted = 0;
    int users = Math.min(USERS, model.userCount());
    BitSet[] met = sets(users);
    BitSet[] liked = sets(users);
    for (int position : trained.positions()) {
      if (all.user(position) < users) {
        met[all.user(position)].set(all.item(position));
        liked[all.user(position)].set(all.item(position), all.value(position) >= mean);
      }
    }
    for (int user = 0; user < users; user++) {
      double above = above(model, user, met[user], liked[user]);
      sum += Double.isNaN(above) ? 0 : above;
      counted += Double.isNaN(above) ? 0 : 1;
    }
    return new Measure(
        Promise.LEARNING, "all", -1,
        "share of pairs in which a liked item scores above one that the user has not met",
        counted == 0 ? 1 : sum / counted, ABOVE_MIN, 1,
        "training moves against the gradient's sense, not at all, or score() turns the order");
  }

  private static BitSet[] sets(int count) {
    return IntStream.range(0, count).mapToObj(k -> new BitSet()).toArray(BitSet[]::new);
  }

  /** NaN for a user without both. */
  private static double above(RecommenderModel model, int user, BitSet met, BitSet liked) {
    int[] items = IntStream.range(0, model.itemCount()).toArray();
    float[] scores = new float[items.length];
    model.score(user, items, scores);
    double wins = 0;
    long pairs = 0;
    for (int one = liked.nextSetBit(0); one >= 0; one = liked.nextSetBit(one + 1)) {
      for (int other = met.nextClearBit(0); other < items.length; other = met
          .nextClearBit(other + 1)) {
        pairs++;
        wins += scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0;
      }
    }
    return pairs == 0 ? Double.NaN : wins / pairs;
  }

  /** Reports of one training that are out of order or hold no number. */
  public static Measure progress(List<TrainingProgress> reports) {
    long faulty = IntStream.range(0, reports.size())
        .filter(k -> isFaulty(reports.get(k), k == 0 ? null : reports.get(k - 1)))
        .count();
    return new Measure(
        Promise.REPORTING, "none", -1,
        "number of progress reports that are missing, out of order, without a finite loss or beyond"
            + " epochsMax",
        reports.isEmpty() ? 1 : faulty, 0, 0,
        "the trainer does not tell its progress after every epoch, counted from 1");
  }

  private static boolean isFaulty(TrainingProgress report, @Nullable TrainingProgress before) {
    boolean follows = before == null || !before.phase().equals(report.phase())
        || before.epoch() + 1 == report.epoch();
    return !follows || report.epoch() > report.epochsMax() || !Double.isFinite(report.loss())
        || report.remaining().isNegative();
  }

  /** Whether an interrupted training ends as the contract says. Leaves the interrupt cleared. */
  public static Measure stopping(Family family, TrainingData data) {
    Thread.currentThread().interrupt();
    boolean cancelled = isCancelled(family, data);
    boolean kept = Thread.interrupted();
    return new Measure(
        Promise.STOPPING, "none", -1,
        "number of interrupted trainings that do not end in a PluginException of kind CANCELLED with"
            + " the interrupt kept",
        cancelled && kept ? 0 : 1, 0, 0,
        "the trainer never looks at Thread.currentThread().isInterrupted(), or clears it");
  }

  private static boolean isCancelled(Family family, TrainingData data) {
    try {
      var _ = family.train(data);
      return false;
    } catch (PluginException stopped) {
      return stopped.kind() == PluginException.Kind.CANCELLED;
    }
  }
}
