package io.lethe.crashes;

import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to take interactions in, and what its client was told about it. Every row adds 1 to its
 * pair, so that a row that counts twice, or not at all, shows. Thread-safe.
 */
final class Purchase {

  private final AppendRequest request;
  private final Set<String> erasedBefore;
  private Ask.Standing standing = Ask.Standing.UNCLEAR;
  private @Nullable List<AppendOutcome> outcomes;

  /**
   * A request on its way.
   *
   * @param erasedBefore people whose erasure was acknowledged before it was sent
   */
  Purchase(AppendRequest request, Set<String> erasedBefore) {
    this.request = request;
    this.erasedBefore = Set.copyOf(erasedBefore);
  }

  AppendRequest request() {
    return request;
  }

  boolean comesAfterErasureOf(String user) {
    return erasedBefore.contains(user);
  }

  boolean concerns(String user) {
    return request.rows().stream().anyMatch(row -> row.user().equals(user));
  }

  synchronized Ask.Standing standing() {
    return standing;
  }

  synchronized void refused() {
    standing = standing == Ask.Standing.UNCLEAR ? Ask.Standing.REFUSED : standing;
  }

  /** Takes what became of its rows; returns what was told the first time. */
  synchronized List<AppendOutcome> acknowledged(List<AppendOutcome> told) {
    standing = Ask.Standing.ACKNOWLEDGED;
    if (outcomes == null) {
      outcomes = List.copyOf(told);
    }
    return outcomes;
  }

  /** How many of its rows count for a pair, as far as its client was told. */
  synchronized int counted(String user, String item) {
    int counted = 0;
    for (int k = 0; outcomes != null && k < outcomes.size(); k++) {
      boolean ofPair = request.rows().get(k).user().equals(user)
          && request.rows().get(k).item().equals(item);
      counted += ofPair && outcomes.get(k) != AppendOutcome.SUPPRESSED ? 1 : 0;
    }
    return counted;
  }
}
