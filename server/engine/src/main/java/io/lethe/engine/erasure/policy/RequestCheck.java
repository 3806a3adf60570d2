package io.lethe.engine.erasure.policy;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Whether a request can be carried out; names positions and counts, never ids. */
public final class RequestCheck {

  private final InteractionLog log;
  private final InteractionIntake intake;
  private final ContainmentList containments;

  public RequestCheck(InteractionLog log, InteractionIntake intake, ContainmentList containments) {
    this.log = log;
    this.intake = intake;
    this.containments = containments;
  }

  /**
   * Checks; O(interactions named + users whose interactions were not learned).
   *
   * @return how many interactions it names of those that the version has learned and of later ones
   */
  public Extent check(ErasureRequest request, ModelVersion version) {
    Extent extent = checkTarget(request, version);
    boolean differentiable = version.content().differentiable().isPresent();
    if (request.method() == ErasureMethod.INFLUENCE && !differentiable) {
      throw new LetheException(
          ErrorKind.METHOD_NOT_SUPPORTED,
          "the model %s cannot be differentiated; it can be retrained".formatted(request.model()),
          Map.of("model", request.model().value(), "method", request.method().name()));
    }
    return extent;
  }

  /**
   * Checks a request to a model of which no version answers, by its log alone; O(log).
   *
   * @return how many interactions of the log it names, and how many there are
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

  private Extent checkTarget(ErasureRequest request, ModelVersion version) {
    VersionData data = version.content().data();
    ModelName model = request.model();
    long read = version.manifest().training().logEnd();
    RecentRows later = intake.since(model, read, List.of(request.target()));
    BiPredicate<String, String> isNew = (user, item) -> !learned(data, new Pair(user, item));
    long fresh = later.count(model, request.target(), read, isNew);
    long learned = switch (request.target()) {
      case ErasureTarget.User(String id) -> {
        int user = data.index().user(id);
        checkKnown(request, user != EntityIndex.UNKNOWN || fresh > 0, ErrorKind.USER_NOT_FOUND);
        yield user == EntityIndex.UNKNOWN ? 0 : live(data, data.table().ofUser(user));
      }
      case ErasureTarget.Item(String id) -> {
        int item = data.index().item(id);
        checkKnown(request, item != EntityIndex.UNKNOWN || fresh > 0, ErrorKind.ITEM_NOT_FOUND);
        yield item == EntityIndex.UNKNOWN ? 0 : live(data, data.table().ofItem(item));
      }
      case ErasureTarget.Interactions(List<Pair> pairs) -> {
        checkSeen(
            request, pairs,
            pair -> learned(data, pair) || later.has(model, pair.user(), pair.item(), read));
        yield pairs.stream().filter(pair -> learned(data, pair)).count();
      }
    };
    return new Extent(
        learned + fresh,
        version.manifest().counts().interactions() + intake.recent().newSince(model, read, isNew));
  }

  private static long live(VersionData data, int[] positions) {
    return Arrays.stream(positions).filter(data.live()::contains).count();
  }

  /**
   * What is contained may be in the log although no version knows it and it came before the training: a
   * failed erasure is left out of trainings, a live one may not be purged yet.
   */
  private void checkKnown(ErasureRequest request, boolean known, ErrorKind kind) {
    ModelName model = request.model();
    if (!known && (containments.of(model).isEmpty() || log.count(model, request.target()) == 0)) {
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

  private static void requireAll(
      ErasureRequest request, List<Pair> pairs, Predicate<Pair> isKnown) {
    for (int k = 0; k < pairs.size(); k++) {
      if (!isKnown.test(pairs.get(k))) {
        throw new LetheException(
            ErrorKind.INTERACTION_NOT_FOUND,
            "the model %s never saw interaction %d of %d"
                .formatted(request.model(), k + 1, pairs.size()),
            Map.of("model", request.model().value(), "index", String.valueOf(k)));
      }
    }
  }

  /** As {@link #checkKnown}. */
  private void checkSeen(ErasureRequest request, List<Pair> pairs, Predicate<Pair> isKnown) {
    if (pairs.stream().allMatch(isKnown)) {
      return;
    }
    ModelName model = request.model();
    LogRows rows = LogRows
        .of(log.read(model, containments.of(model).isEmpty() ? 0 : log.end(model)));
    requireAll(request, pairs, pair -> isKnown.test(pair) || rows.has(pair));
  }

  private static boolean learned(VersionData data, Pair pair) {
    return data.find(pair.user(), pair.item()) >= 0;
  }
}
