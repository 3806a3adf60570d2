package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lethe.kernels.RowGroups;
import io.lethe.spi.InteractionView;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpochScheduleTest {

  private static final int BATCHES = 6;
  private static final int REMOVED = 33;

  private final InteractionView whole = InteractionView
      .of(new SyntheticRatings(3, 20, 15, 6).generate());
  private final LossTerms explicit = new LossTerms(Objective.EXPLICIT, 3, 1, 9);
  private final LossTerms implicit = new LossTerms(Objective.IMPLICIT, 3, 4, 9);

  private static EpochSchedule drawn(InteractionView view, LossTerms terms, int epoch) {
    EpochSchedule schedule = new EpochSchedule(
        TrainingPairs.of(view, terms), terms.sampled(), BATCHES);
    schedule.draw(0);
    schedule.draw(epoch);
    return schedule;
  }

  /** One line per term, in the order of the users' side: batch, user, item, label. */
  private static List<String> terms(EpochSchedule schedule) {
    List<String> lines = new ArrayList<>();
    RowGroups groups = schedule.users().groups();
    for (int b = 0; b < BATCHES; b++) {
      for (int g = schedule.users().groupStart(b); g < schedule.users().groupEnd(b); g++) {
        for (int p = groups.starts()[g]; p < groups.starts()[g + 1]; p++) {
          lines.add(
              "%d: %d %d %s"
                  .formatted(b, groups.rows()[g], groups.others()[p], schedule.labels()[p]));
        }
      }
    }
    return lines;
  }

  @Test
  void draw_oneInteractionLess_takesOutItsTermsAndNothingElse() {
    for (LossTerms terms : List.of(explicit, implicit)) {
      List<String> before = terms(drawn(whole, terms, 3));
      List<String> after = terms(drawn(whole.without(new int[]{REMOVED}), terms, 3));
      assertEquals(before.size() - 1 - terms.sampled(), after.size());
      String pair = ": %d %d ".formatted(whole.all().user(REMOVED), whole.all().item(REMOVED));
      int first = 0;
      while (!before.get(first).contains(pair) || implicitNegative(terms, before.get(first))) {
        first++;
      }
      before.subList(first, first + 1 + terms.sampled()).clear();
      assertEquals(before, after, "what stays keeps its batch, order and negatives");
    }
  }

  private static boolean implicitNegative(LossTerms terms, String line) {
    return terms.sampled() > 0 && line.endsWith(" 0.0");
  }

  @Test
  void freshTables_oneInteractionLess_areTheSame() {
    TrainingOptions options = TrainingOptions
        .parse(new OptionValues(TrainingOptions.all(Map.of("factors", "4")), Map.of()));
    FactorTables tables = FactorTables.fresh(options, true, whole.all().keys(), explicit.random());
    FactorTables again = FactorTables
        .fresh(options, true, whole.without(new int[]{REMOVED}).all().keys(), explicit.random());
    assertArrayEquals(tables.users().values(), again.users().values());
    assertArrayEquals(tables.items().values(), again.items().values());
  }

  @Test
  void draw_anotherEpoch_dealsAnew() {
    assertFalse(terms(drawn(whole, implicit, 1)).equals(terms(drawn(whole, implicit, 2))));
  }

  @Test
  void items_holdTheSameTermsAsUsers() {
    EpochSchedule schedule = drawn(whole, implicit, 5);
    RowGroups items = schedule.items().groups();
    int[] users = usersOfTerms(schedule);
    int terms = 0;
    for (int b = 0; b < BATCHES; b++) {
      for (int g = schedule.items().groupStart(b); g < schedule.items().groupEnd(b); g++) {
        for (int p = items.starts()[g]; p < items.starts()[g + 1]; p++) {
          int term = schedule.termOfItemPlace()[p];
          assertEquals(items.rows()[g], schedule.users().groups().others()[term]);
          assertEquals(items.others()[p], users[term]);
          terms++;
        }
      }
    }
    assertEquals(5 * whole.size(), terms);
  }

  private static int[] usersOfTerms(EpochSchedule schedule) {
    RowGroups groups = schedule.users().groups();
    int[] users = new int[schedule.terms()];
    for (int b = 0; b < BATCHES; b++) {
      for (int g = schedule.users().groupStart(b); g < schedule.users().groupEnd(b); g++) {
        Arrays.fill(users, groups.starts()[g], groups.starts()[g + 1], groups.rows()[g]);
      }
    }
    return users;
  }

  @Test
  void idles_leadFromOneOccurrenceToTheNext() {
    SideGroups side = drawn(whole, explicit, 2).users();
    int[] upTo = side.firstBatch().clone();
    float[] shares = new float[upTo.length];
    for (int b = 0; b < BATCHES; b++) {
      for (int g = side.groupStart(b); g < side.groupEnd(b); g++) {
        int row = side.groups().rows()[g];
        assertEquals(b, upTo[row]);
        upTo[row] = b + 1 + side.groups().idles()[g];
        shares[row] += side.groups().shares()[g];
      }
    }
    for (int row = 0; row < upTo.length; row++) {
      assertEquals(BATCHES, upTo[row], "every row is up to date at the end");
      assertEquals(1, shares[row], 1e-6);
    }
  }
}
