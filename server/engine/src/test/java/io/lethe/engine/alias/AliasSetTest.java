package io.lethe.engine.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which users an alias answers for. */
class AliasSetTest {

  private static final int USERS = 20_000;
  private static final AliasName A = new AliasName("a");
  private static final AliasName B = new AliasName("b");

  private static TrafficKey key(int filling) {
    byte[] key = new byte[TrafficKey.BYTES];
    Arrays.fill(key, (byte) filling);
    return new TrafficKey(key);
  }

  private static AliasSet set(int filling, int a, int b) {
    return new AliasSet(key(filling), List.of(new ModelAlias(B, 2, b), new ModelAlias(A, 1, a)));
  }

  private static List<String> usersOf(AliasSet set, AliasName alias) {
    return IntStream.range(0, USERS)
        .mapToObj(k -> "user-" + k)
        .filter(user -> set.of(user).map(ModelAlias::name).equals(Optional.of(alias)))
        .toList();
  }

  /** Five standard deviations of the binomial distribution. */
  private static void assertShare(double share, long users) {
    double deviation = Math.sqrt(share * (1 - share) / USERS);
    assertEquals(share, users / (double) USERS, 5 * deviation);
  }

  @Test
  void shares_areThoseOfTheUsers() {
    AliasSet set = set(1, 1_000, 2_500);
    assertShare(0.1, usersOf(set, A).size());
    assertShare(0.25, usersOf(set, B).size());
  }

  @Test
  void sameSet_sameUsers_anotherKey_othersIndependently() {
    List<String> users = usersOf(set(1, 1_000, 0), A);
    assertEquals(users, usersOf(set(1, 1_000, 0), A));
    List<String> others = usersOf(set(2, 1_000, 0), A);
    assertShare(0.01, users.stream().filter(others::contains).count());
  }

  @Test
  void largerShareOfTheLastAlias_onlyAddsUsers() {
    List<String> before = usersOf(set(1, 1_000, 1_000), B);
    AliasSet larger = set(1, 1_000, 2_000);
    assertTrue(usersOf(larger, B).containsAll(before));
    assertEquals(usersOf(set(1, 1_000, 1_000), A), usersOf(larger, A));
  }

  @Test
  void allAndNothing() {
    assertEquals(USERS, usersOf(set(1, 10_000, 0), A).size());
    assertEquals(Optional.empty(), set(1, 0, 0).of("user-1"));
  }

  @Test
  void impossibleSets_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> set(1, 9_000, 1_001));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AliasSet(key(1), List.of(new ModelAlias(A, 1, 0), new ModelAlias(A, 2, 0))));
    assertThrows(IllegalArgumentException.class, () -> new ModelAlias(A, 1, 10_001));
    assertThrows(IllegalArgumentException.class, () -> new TrafficKey(new byte[31]));
    for (String name : List.of("", "Canary", "a/b", "a".repeat(64))) {
      assertEquals(
          ErrorKind.NAME_MALFORMED,
          assertThrows(LetheException.class, () -> new AliasName(name)).kind());
    }
  }
}
