package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What several users are to be recommended, all by one version.
 *
 * @param users 1 to {@value RecommendBounds#BATCH_USERS_MAX}; one named twice is answered twice
 * @param n items wanted for each; users times n at most {@value RecommendBounds#BATCH_ANSWERS_MAX}
 * @param fallback what answers for users of whom the version knows nothing
 * @param minErasurePosition the answer must reflect every erasure up to it; 0 for any
 * @param narrowing which of the available items are wanted
 * @param alias the alias whose version answers; null for the active version, whoever the users are
 */
public record BatchRecommendQuery(
    ModelName model, List<String> users, int n, boolean includeSeen, Fallback fallback,
    long minErasurePosition, Narrowing narrowing, @Nullable AliasName alias) {

  public BatchRecommendQuery {
    users = List.copyOf(users);
    RecommendBounds.checkCount(n);
    boolean fits = !users.isEmpty() && users.size() <= RecommendBounds.BATCH_USERS_MAX
        && users.size() * n <= RecommendBounds.BATCH_ANSWERS_MAX;
    if (!fits) {
      throw new LetheException(
          ErrorKind.BATCH_OUT_OF_RANGE,
          "%d users with %d items each; 1 to %d users and %d items in all are allowed".formatted(
              users.size(), n, RecommendBounds.BATCH_USERS_MAX, RecommendBounds.BATCH_ANSWERS_MAX),
          Map.of(
              "users", String.valueOf(users.size()), "n", String.valueOf(n), "users_max",
              String.valueOf(RecommendBounds.BATCH_USERS_MAX), "answers_max",
              String.valueOf(RecommendBounds.BATCH_ANSWERS_MAX)));
    }
    users.forEach(user -> ErasureTarget.checkId("users", user));
    RecommendBounds.checkPosition(minErasurePosition);
  }

  /** From the active version. */
  public BatchRecommendQuery(
      ModelName model, List<String> users, int n, boolean includeSeen, Fallback fallback,
      long minErasurePosition, Narrowing narrowing) {
    this(model, users, n, includeSeen, fallback, minErasurePosition, narrowing, null);
  }

  /** Any available item is wanted. */
  public BatchRecommendQuery(
      ModelName model, List<String> users, int n, boolean includeSeen, Fallback fallback,
      long minErasurePosition) {
    this(model, users, n, includeSeen, fallback, minErasurePosition, Narrowing.NONE);
  }

  /** For users that are known, from whatever version answers. */
  public BatchRecommendQuery(ModelName model, List<String> users, int n, boolean includeSeen) {
    this(model, users, n, includeSeen, Fallback.NONE, 0);
  }

  /** The part of it that is about one of the users. */
  RecommendQuery of(String user) {
    return new RecommendQuery(
        model, user, n, List.of(), includeSeen, fallback, minErasurePosition, narrowing, alias);
  }

  Route route() {
    return new Route(alias, null, minErasurePosition);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "BatchRecommendQuery[%s, %d users, n %d]".formatted(model, users.size(), n);
  }
}
