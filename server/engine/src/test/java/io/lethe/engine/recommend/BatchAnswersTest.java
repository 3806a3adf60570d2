package io.lethe.engine.recommend;

import static io.lethe.engine.recommend.RecommendWorld.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.spi.RecommenderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users who are asked for together get what each gets alone, and are scored together. */
class BatchAnswersTest {

  private static final int STEPS = 1_000;

  private final RenewedWorld world = new RenewedWorld(7);

  @AfterEach
  void close() {
    world.close();
  }

  private static BatchRecommendQuery of(String... users) {
    return new BatchRecommendQuery(RenewedWorld.MODEL, List.of(users), 5, true);
  }

  /** Versions, erasures, learning, containment and the catalogue change at random, ties abound. */
  @Test
  void thousandsOfChanges_eachUserGetsWhatOneCallGives_toTheLastBit() {
    Random random = new Random(11);
    int shared = 0;
    for (int step = 0; step < STEPS; step++) {
      String what = world.step(random);
      world.asked.usersAtOnce = 1 + random.nextInt(5);
      BatchRecommendQuery query = query(random);
      List<UserOutcome> alone = new ArrayList<>();
      for (String user : query.users()) {
        alone.add(world.anew.recommend(query.of(user)).content());
      }
      world.asked.passes.clear();
      assertEquals(
          alone, world.anew.recommend(query).content(),
          () -> "of %s after %s".formatted(query.users(), what));
      assertEquals(
          alone, world.kept.recommend(query).content(),
          () -> "kept, of %s after %s".formatted(query.users(), what));
      shared += (int) world.asked.passes.stream().filter(users -> users.size() > 1).count();
      assertTrue(
          world.asked.passes.stream().allMatch(users -> users.size() <= world.asked.usersAtOnce));
    }
    assertTrue(shared > STEPS, shared + " passes of several users");
  }

  private static BatchRecommendQuery query(Random random) {
    List<String> users = IntStream.range(0, 1 + random.nextInt(12))
        .mapToObj(k -> "u" + random.nextInt(RenewedWorld.USERS + 6))
        .toList();
    Narrowing narrowing = switch (random.nextInt(6)) {
      case 0 -> new Narrowing("x", List.of());
      case 1 -> new Narrowing("", List.of("i1", "i5", "i7", "i41", "i42"));
      default -> Narrowing.NONE;
    };
    return new BatchRecommendQuery(
        RenewedWorld.MODEL, users, 1 + random.nextInt(8), random.nextBoolean(), Fallback.NONE, 0,
        narrowing);
  }

  @Test
  void pass_holdsOnlyUsersWithoutAnAnswer_eachOnce_andNoMoreThanTheModelTakes() {
    world.asked.usersAtOnce = 3;
    world.kept.recommend(of("u2"));
    assertEquals(List.of(), world.asked.passes, "one user is no pass");
    world.kept.recommend(of("u1", "u2", "u3", "u1", "nobody", "u4", "u5"));
    assertEquals(List.of(List.of(1, 3, 4), List.of(5)), world.asked.passes);
    world.kept.recommend(of("u1", "u2", "u3", "u4", "u5"));
    assertEquals(2, world.asked.passes.size(), "all of them were kept");
  }

  @Test
  void modelThatGainsNothing_isAskedForOneUserAtATime() {
    world.kept.recommend(of("u1", "u2", "u3"));
    assertEquals(List.of(), world.asked.passes);
    assertEquals(3, world.asked.scans);
  }

  @Test
  void callerWhoIsGone_endsBetweenPasses() {
    world.asked.usersAtOnce = 2;
    BooleanSupplier gone = () -> !world.asked.passes.isEmpty();
    LetheException ended = refused(
        ErrorKind.CANCELLED, () -> ScopedValue.where(ScoringWatch.GONE, gone)
            .run(() -> world.kept.recommend(of("u1", "u2", "u3", "u4"))));
    assertTrue(String.valueOf(ended.getMessage()).contains("given up"));
    assertEquals(List.of(List.of(1, 2)), world.asked.passes);
  }

  /** Also where it is only a list of the pass that cannot be an answer. */
  @Test
  void pluginMisbehaves_pluginFailed() {
    for (int fault = 0; fault < 4; fault++) {
      try (RecommendWorld broken = new RecommendWorld().serving(new Faulty(fault))) {
        BatchRecommendQuery query = new BatchRecommendQuery(
            RecommendWorld.MODEL, List.of("ann", "bob"), 2, false);
        refused(ErrorKind.PLUGIN_FAILED, () -> broken.recommender.recommend(query));
      }
    }
  }

  /** Gives too few lists, an item that is excluded, a score that is none, or takes no users. */
  private record Faulty(int fault) implements RecommenderModel {

    @Override
    public int userCount() {
      return RecommendWorld.USERS.size();
    }

    @Override
    public int itemCount() {
      return RecommendWorld.ITEMS.size();
    }

    @Override
    public void score(int user, int[] items, float[] scores) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] scores) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int usersAtOnce() {
      return fault == 3 ? 0 : 2;
    }

    @Override
    public int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
      items[0][0] = 7;
      items[1][0] = fault == 1 ? excluded[1][0] : 6;
      scores[1][0] = fault == 2 ? Float.NaN : 1;
      return fault == 0 ? new int[]{1} : new int[]{1, 1};
    }
  }
}
