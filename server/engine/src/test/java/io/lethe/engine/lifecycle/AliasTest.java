package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.Meanwhile;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionState;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.BatchRecommendQuery;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.UserOutcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Versions that answer beside the active one, by name and for a share of the users. */
class AliasTest extends AliasScene {

  private static final int USERS = 4_000;

  AliasTest() {
    super(World.config());
  }

  @Test
  void named_answersByItsVersion_everythingElseByTheActiveOne() {
    trainTwice();
    set(CANARY, 1L, null);
    assertEquals(1, of(CANARY));
    assertEquals(2, versionFor("user-1"));
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(STABLE)));
    assertEquals(VersionState.AVAILABLE, engine.registry().stateOf(new VersionId(MODEL, 1)));
    assertFalse(asked("user-5", CANARY).equals(asked("user-5", null)));
    engine.aliases().delete(MODEL, CANARY);
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(CANARY)));
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> engine.aliases().delete(MODEL, CANARY)));
    assertEquals(VersionState.RETIRED, engine.registry().stateOf(new VersionId(MODEL, 1)));
  }

  @Test
  void share_isThatOfTheUsers_theSameOnesAfterARestart() {
    trainTwice();
    set(CANARY, 1L, 3_000);
    List<Long> versions = IntStream.range(0, USERS).mapToObj(k -> versionFor("u" + k)).toList();
    double share = versions.stream().filter(version -> version == 1).count() / (double) USERS;
    assertEquals(0.3, share, 5 * Math.sqrt(0.3 * 0.7 / USERS));
    restart(World.config());
    assertEquals(versions, IntStream.range(0, USERS).mapToObj(k -> versionFor("u" + k)).toList());
    assertEquals(1, of(CANARY));
  }

  @Test
  void batch_withoutAnAlias_isOneVersionsWhoeverTheUsersAre() {
    trainTwice();
    set(CANARY, 1L, 5_000);
    List<String> users = IntStream.range(0, 40).mapToObj(k -> "user-" + k).toList();
    Answer<List<UserOutcome>> all = engine.recommender()
        .recommend(new BatchRecommendQuery(MODEL, users, 5, false));
    assertEquals(2, all.version().number());
    Answer<List<UserOutcome>> canary = engine.recommender()
        .recommend(
            new BatchRecommendQuery(
                MODEL, users, 5, false, Fallback.NONE, 0, Narrowing.NONE, CANARY));
    assertEquals(1, canary.version().number());
  }

  @Test
  void trainings_leaveItAlone_andItsVersionStays() {
    trainTwice();
    set(CANARY, 1L, 1_000);
    for (long seed = 7; seed <= 10; seed++) {
      train(seed);
    }
    assertEquals(1, of(CANARY));
    assertTrue(stored().contains(1L));
    engine.aliases().delete(MODEL, CANARY);
    train(11);
    assertFalse(stored().contains(1L));
  }

  @Test
  void trainedBeside_oneVersionIsKept_isRefusedBeforeItsWork() {
    engine.close();
    engine = started(World.config().keeping(1, Duration.ofSeconds(60)));
    engine.intake().add(MODEL, World.ratings(1));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused(() -> trainBeside(5)));
  }

  @Test
  void bounds_areNamed_andNothingChanges() {
    trainTwice();
    set(CANARY, 1L, 4_000);
    set(STABLE, 2L, 6_000);
    LetheException many = assertThrows(
        LetheException.class, () -> set(new AliasName("third"), 1L, 0));
    assertEquals(ErrorKind.ALIAS_BOUND_EXCEEDED, many.kind());
    assertEquals("2", many.metadata().get("max"));
    LetheException share = assertThrows(LetheException.class, () -> set(CANARY, null, 4_001));
    assertEquals("10001", share.metadata().get("value"));
    assertEquals(
        MODEL + " would have aliases for 100.01 % of the users together; 100 % are there",
        share.getMessage());
    assertEquals(ErrorKind.VERSION_NOT_FOUND, refused(() -> set(CANARY, 9L, null)));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused(() -> set(CANARY, null, 10_001)));
    assertEquals(ErrorKind.ALIAS_BOUND_EXCEEDED, refused(() -> set(new AliasName("x"), 1L, 0)));
    assertEquals(
        List.of("canary 1 4000", "stable 2 6000"),
        engine.aliases()
            .list(MODEL)
            .stream()
            .map(
                each -> "%s %d %d".formatted(
                    each.alias().name(), each.alias().version(), each.alias().basisPoints()))
            .toList());
  }

  @Test
  void shareAlone_keepsTheVersion_aNewAliasNeedsOne() {
    trainTwice();
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> set(CANARY, null, 1_000)));
    set(CANARY, 1L, 0);
    set(CANARY, null, 10_000);
    assertEquals(1, versionFor("user-1"));
    set(CANARY, 2L, null);
    assertEquals(10_000, engine.aliases().list(MODEL).getFirst().alias().basisPoints());
    assertEquals(2, of(CANARY));
  }

  @Test
  void activatedVersion_andTheOneBefore_goOnUnderTheirNames() {
    trainTwice();
    set(CANARY, 1L, 0);
    set(STABLE, 2L, 0);
    engine.activation().activate(new VersionId(MODEL, 1));
    assertEquals(1, versionFor("user-1"));
    assertEquals(1, of(CANARY));
    assertEquals(2, of(STABLE));
  }

  @Test
  void rowsThatCame_areLeftOutOfTheAnswersOfAnOlderVersion() {
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    String best = items(asked("user-5", null)).getFirst();
    engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(5, 1), List.of(new AppendOrder.Row("user-5", best, 3)),
                Repeats.LATEST));
    train(6);
    set(CANARY, 1L, 0);
    assertFalse(items(asked("user-5", CANARY)).contains(best));
    train(7);
    assertFalse(items(asked("user-5", CANARY)).contains(best));
    restart(World.config());
    assertFalse(items(asked("user-5", CANARY)).contains(best));
  }

  private static List<String> items(Answer<UserOutcome> answer) {
    return ((UserOutcome.Recommended) answer.content()).items()
        .stream()
        .map(ScoredItem::item)
        .toList();
  }

  @Test
  void deletedModel_hasNoAliases() {
    trainTwice();
    set(CANARY, 1L, 1_000);
    engine.removal().delete(MODEL);
    assertEquals(List.of(), engine.aliases().list(MODEL));
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(CANARY)));
  }

  @Test
  void moved_againAndAgain_noCallFails() throws Throwable {
    trainTwice();
    set(CANARY, 1L, 5_000);
    Meanwhile.looking(2, () -> () -> {
      assertFalse(items(asked("user-5", CANARY)).isEmpty());
      assertFalse(items(asked("user-7", null)).isEmpty());
    }, () -> {
      for (long round = 0; round < 200; round++) {
        set(CANARY, 1 + round % 2, (int) (round * 50));
      }
    });
  }
}
