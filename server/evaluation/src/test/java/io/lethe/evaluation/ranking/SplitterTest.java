package io.lethe.evaluation.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitterTest {

  /** Two users rate five items each; two ratings of user b are below the mean of 3.9. */
  private static final int[] USERS = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};

  private static final int[] ITEMS = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
  private static final float[] VALUES = {5, 5, 4, 4, 4, 5, 4, 4, 3, 1};
  private static final double[] TIMES = {9, 8, 7, 6, 5, 4, 3, 2, 1, 10};

  private static RatedRows rows(double[] times) {
    return new RatedRows(
        "tea", new InteractionColumns(
            List.of("a", "b"), List.of("1", "2", "3", "4", "5"), USERS, ITEMS, VALUES),
        times);
  }

  private static SplitRule rule(SplitKind kind, double share, int core) {
    return new SplitRule(kind, share, core, OptionalDouble.empty());
  }

  @Test
  void split_hash_holdsOutTheFirstByShaOfEveryUsersPositives() {
    RankingSplit split = Splitter.split(rows(new double[0]), rule(SplitKind.HASH, 0.4, 1));
    assertEquals(3.9, split.positiveFrom(), 1e-6);
    // Two of user a's five positives, one of user b's three.
    assertEquals(rowsOf(firstByHash("a", 5, 2), firstByHash("b", 3, 1)), split.test());
    assertEquals(7, split.training().cardinality());
    assertFalse(split.training().intersects(split.test()));
    assertTrue(split.training().get(9), "what is not positive stays in training");
  }

  /** The same by the definition: texts of digests in hexadecimal, sorted as texts. */
  private static int[] firstByHash(String user, int positives, int count) {
    int from = user.equals("a") ? 0 : 5;
    return IntStream.range(0, positives)
        .boxed()
        .sorted(
            (left, right) -> hex(user + "/" + (left + 1)).compareTo(hex(user + "/" + (right + 1))))
        .limit(count)
        .mapToInt(item -> from + item)
        .toArray();
  }

  private static String hex(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static BitSet rowsOf(int[]... rows) {
    BitSet set = new BitSet();
    Arrays.stream(rows).flatMapToInt(Arrays::stream).forEach(set::set);
    return set;
  }

  @Test
  void split_leaveOneOut_takesTheLastPositiveInTime() {
    RankingSplit split = Splitter.split(rows(TIMES), rule(SplitKind.LEAVE_ONE_OUT, 0.2, 1));
    // User b's last row is not positive.
    assertEquals(rowsOf(new int[]{0, 5}), split.test());
    RankingSplit untimed = Splitter
        .split(rows(new double[0]), rule(SplitKind.LEAVE_ONE_OUT, 0.2, 1));
    assertEquals(rowsOf(firstByHash("a", 5, 1), firstByHash("b", 3, 1)), untimed.test());
  }

  @Test
  void split_time_learnsNothingOfWhatIsLater() {
    RankingSplit split = Splitter.split(rows(TIMES), rule(SplitKind.TIME, 0.3, 1));
    // From time 8 on: rows 0 and 1, and row 9 that is not positive and in neither part.
    assertEquals(rowsOf(new int[]{0, 1}), split.test());
    assertEquals(7, split.training().cardinality());
    assertFalse(split.training().get(9));
    assertTrue(
        String
            .valueOf(
                assertThrows(
                    IllegalArgumentException.class,
                    () -> Splitter.split(rows(new double[0]), rule(SplitKind.TIME, 0.3, 1)))
                    .getMessage())
            .contains("tea has no times"));
  }

  @Test
  void split_timeThatCannotBeRead_isRefusedWhereTimesDecide() {
    double[] times = TIMES.clone();
    times[3] = Double.NaN;
    for (SplitKind kind : List.of(SplitKind.TIME, SplitKind.LEAVE_ONE_OUT)) {
      IllegalArgumentException refusal = assertThrows(
          IllegalArgumentException.class, () -> Splitter.split(rows(times), rule(kind, 0.3, 1)));
      assertTrue(
          String.valueOf(refusal.getMessage()).startsWith("tea: 1 of 10 rows have a time"),
          refusal.getMessage());
    }
    assertEquals(
        Splitter.split(rows(TIMES), rule(SplitKind.HASH, 0.3, 1)).test(),
        Splitter.split(rows(times), rule(SplitKind.HASH, 0.3, 1)).test());
  }

  @Test
  void split_core_holdsOutOnlyWhatHasEnoughPositives() {
    // Item 4 and 5 have one positive each, so user a keeps them; user b has three items left.
    RankingSplit two = Splitter.split(rows(new double[0]), rule(SplitKind.HASH, 0.9, 2));
    two.test().stream().forEach(row -> assertTrue(ITEMS[row] < 3, "row " + row));
    // Two of three positives at most: one stays whatever the share.
    assertEquals(4, two.test().cardinality());
    IllegalArgumentException empty = assertThrows(
        IllegalArgumentException.class,
        () -> Splitter.split(rows(new double[0]), rule(SplitKind.HASH, 0.2, 4)));
    assertTrue(String.valueOf(empty.getMessage()).contains("0 test rows"), empty.getMessage());
  }

  @Test
  void split_equalValues_areAllPositive() {
    float[] same = new float[10];
    Arrays.fill(same, 0.1f);
    RatedRows rows = new RatedRows(
        "implicit",
        new InteractionColumns(
            List.of("a", "b"), List.of("1", "2", "3", "4", "5"), USERS, ITEMS, same),
        new double[0]);
    assertEquals(2, Splitter.split(rows, rule(SplitKind.HASH, 0.2, 1)).test().cardinality());
  }

  @Test
  void rule_outOfBounds_isNamed() {
    assertThrows(IllegalArgumentException.class, () -> rule(SplitKind.HASH, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> rule(SplitKind.HASH, 0.2, 0));
    assertThrows(IllegalArgumentException.class, () -> rows(new double[]{1}));
  }
}
