package io.lethe.engine.erasure.policy;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.EntityIndex;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionData;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether a request can be carried out; names positions and counts, never ids. */
public final class RequestCheck {

  private final InteractionLog log;
  private final ContainmentList containments;

  public RequestCheck(InteractionLog log, ContainmentList containments) {
    this.log = log;
    this.containments = containments;
  }

  /**
   * Checks; O(interactions named).
   *
   * @return how many interactions of the version it names
   */
  public long check(ErasureRequest request, ModelVersion version) {
    long interactions = checkTarget(request, version);
    boolean differentiable = version.content().differentiable().isPresent();
    if (request.method() == ErasureMethod.INFLUENCE && !differentiable) {
      throw new LetheException(
          ErrorKind.METHOD_NOT_SUPPORTED,
          "the model %s cannot be differentiated; it can be retrained".formatted(request.model()),
          Map.of("model", request.model().value(), "method", request.method().name()));
    }
    return interactions;
  }

  /**
   * Checks a request to a model of which no version answers, by its log alone; O(log).
   *
   * @return how many rows of the log it names, and how many there are
   */
  public Extent checkInLog(ErasureRequest request) {
    ModelName model = request.model();
    LogRows rows = LogRows.of(log.read(model, log.end(model)));
    long named = switch (request.target()) {
      case ErasureTarget.User(String id) ->
        known(request, rows.ofUser(id), ErrorKind.USER_NOT_FOUND);
      case ErasureTarget.Item(String id) ->
        known(request, rows.ofItem(id), ErrorKind.ITEM_NOT_FOUND);
      case ErasureTarget.Interactions(List<Pair> pairs) -> {
        requireAll(request, pairs, rows::has);
        yield pairs.size();
      }
    };
    return new Extent(named, rows.size());
  }

  private static long known(ErasureRequest request, long rows, ErrorKind kind) {
    if (rows == 0) {
      throw unknown(request, kind);
    }
    return rows;
  }

  private long checkTarget(ErasureRequest request, ModelVersion version) {
    VersionData data = version.content().data();
    return switch (request.target()) {
      case ErasureTarget.User(String id) -> {
        int user = data.index().user(id);
        checkKnown(request, version, user, ErrorKind.USER_NOT_FOUND);
        yield user == EntityIndex.UNKNOWN ? 0 : live(data, data.table().ofUser(user));
      }
      case ErasureTarget.Item(String id) -> {
        int item = data.index().item(id);
        checkKnown(request, version, item, ErrorKind.ITEM_NOT_FOUND);
        yield item == EntityIndex.UNKNOWN ? 0 : live(data, data.table().ofItem(item));
      }
      case ErasureTarget.Interactions(List<Pair> pairs) -> {
        requireSeen(request, version, pairs);
        yield pairs.size();
      }
    };
  }

  private static long live(VersionData data, int[] positions) {
    return Arrays.stream(positions).filter(data.live()::contains).count();
  }

  /** Whoever came with a later import is in the log alone, and can be purged from there. */
  private void checkKnown(ErasureRequest request, ModelVersion version, int index, ErrorKind kind) {
    if (index == EntityIndex.UNKNOWN
        && (isWholeLog(version) || log.count(request.model(), request.target()) == 0)) {
      throw unknown(request, kind);
    }
  }

  private static LetheException unknown(ErasureRequest request, ErrorKind kind) {
    return new LetheException(
        kind,
        "the model %s does not know the %s".formatted(
            request.model(), request.target().kind() == ErasureTarget.Kind.USER ? "user" : "item"),
        Map.of("model", request.model().value()));
  }

  /**
   * Whether the version was trained on all rows that the log holds. What is contained may be in the log
   * without: a failed erasure is left out of trainings, a live one may not be purged yet.
   */
  private boolean isWholeLog(ModelVersion version) {
    ModelName model = version.id().model();
    return containments.of(model).isEmpty()
        && log.end(model) <= version.manifest().training().logEnd();
  }

  private static void requireAll(
      ErasureRequest request, List<Pair> pairs, Predicate<Pair> isKnown) {
    for (int k = 0; k < pairs.size(); k++) {
      if (!isKnown.test(pairs.get(k))) {
        throw new LetheException(
            ErrorKind.INTERACTION_NOT_FOUND,
            "the model %s never saw interaction %d of %d"
                .formatted(request.model(), k, pairs.size()),
            Map.of("model", request.model().value(), "index", String.valueOf(k)));
      }
    }
  }

  /** What came after the version's training is in the log alone; O(log) if some pair may be there. */
  private void requireSeen(ErasureRequest request, ModelVersion version, List<Pair> pairs) {
    VersionData data = version.content().data();
    ModelName model = version.id().model();
    if (pairs.stream().allMatch(pair -> learned(data, pair))) {
      return;
    }
    LogRows later = LogRows.of(log.read(model, isWholeLog(version) ? 0 : log.end(model)));
    requireAll(request, pairs, pair -> learned(data, pair) || later.has(pair));
  }

  private static boolean learned(VersionData data, Pair pair) {
    return data.find(pair.user(), pair.item()) >= 0;
  }
}
