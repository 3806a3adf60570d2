package io.lethe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticInteractionsTest {

  private static final SyntheticSpec SPEC = new SyntheticSpec(2000, 1500, 60_000, 3);

  @ParameterizedTest
  @CsvSource({"2000,1500,60000", "10,10,100", "10,1000,3", "1,50,40", "300,7,1000", "5,4,0"})
  void generate_anySizes_givesThatManyDistinctPairs(int users, int items, int interactions) {
    Interactions generated = SyntheticInteractions
        .generate(new SyntheticSpec(users, items, interactions, 3));
    assertEquals(interactions, generated.size());
    assertEquals(users, generated.keys().userCount());
    assertEquals(items, generated.keys().itemCount());
    long distinct = IntStream.range(0, interactions)
        .mapToLong(p -> (long) generated.user(p) * items + generated.item(p))
        .distinct()
        .count();
    assertEquals(interactions, distinct);
  }

  @Test
  void generate_sameSpec_givesTheSameInteractions() {
    assertEquals(
        fingerprint(SyntheticInteractions.generate(SPEC)),
        fingerprint(SyntheticInteractions.generate(SPEC)));
    SyntheticSpec other = new SyntheticSpec(2000, 1500, 60_000, 4);
    assertTrue(
        fingerprint(SyntheticInteractions.generate(SPEC)) != fingerprint(
            SyntheticInteractions.generate(other)));
  }

  @Test
  void generate_manyInteractions_hasALongTail() {
    Interactions generated = SyntheticInteractions.generate(SPEC);
    long[] perItem = new long[SPEC.items()];
    long[] perUser = new long[SPEC.users()];
    for (int p = 0; p < generated.size(); p++) {
      perItem[generated.item(p)]++;
      perUser[generated.user(p)]++;
    }
    double itemHead = topTenthShare(perItem);
    assertTrue(itemHead > 0.35 && itemHead < 0.8, "head " + itemHead);
    assertTrue(topTenthShare(perUser) > 0.25, "active users " + topTenthShare(perUser));
    assertTrue(Arrays.stream(perUser).min().orElse(0) >= 1);
  }

  @Test
  void generate_ratings_areWholeFromOneToFiveAndOfBothLabels() {
    Interactions generated = SyntheticInteractions.generate(SPEC);
    long positive = 0;
    for (int p = 0; p < generated.size(); p++) {
      float rating = generated.value(p);
      assertTrue(rating >= 1 && rating <= 5 && rating == Math.rint(rating), rating + "");
      positive += rating > 3 ? 1 : 0;
    }
    double share = (double) positive / generated.size();
    assertTrue(share > 0.4 && share < 0.7, "positive share " + share);
  }

  @Test
  void constructor_moreInteractionsThanPairs_refuses() {
    assertThrows(IllegalArgumentException.class, () -> new SyntheticSpec(3, 4, 13, 1));
  }

  private static double topTenthShare(long[] counts) {
    long[] sorted = LongStream.of(counts).sorted().toArray();
    long head = LongStream.of(sorted).skip(sorted.length * 9L / 10).sum();
    return (double) head / LongStream.of(sorted).sum();
  }

  private static int fingerprint(Interactions all) {
    int hash = 1;
    for (int p = 0; p < all.size(); p++) {
      hash = 31 * hash + all.user(p);
      hash = 31 * hash + all.item(p);
      hash = 31 * hash + Float.hashCode(all.value(p));
    }
    return hash;
  }
}
