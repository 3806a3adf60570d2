package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Orders that become durable together, one after the other as if each came alone. Confined. */
final class AppendBatch {

  private final ModelName model;
  private final PairValues before;
  private final Instant now;
  private final Map<Pair, Float> changed = new HashMap<>();
  private final Map<UUID, Append> appends = new LinkedHashMap<>();
  private long end;

  /**
   * An empty batch.
   *
   * @param end of the model's log
   */
  AppendBatch(ModelName model, PairValues before, long end, Instant now) {
    this.model = model;
    this.before = before;
    this.end = end;
    this.now = now;
  }

  /** The append of this batch with a request id. */
  Append.@Nullable Known find(UUID requestId) {
    Append append = appends.get(requestId);
    return append == null ? null : new Append.Known(append.payloadDigest(), append.outcomes());
  }

  /** In the order in which they came. */
  List<Append> appends() {
    return List.copyOf(appends.values());
  }

  /**
   * Takes an order in.
   *
   * @param erased by row of the order
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if a sum is no finite number: nothing of
   *     the order is taken in
   */
  List<AppendOutcome> take(AppendOrder order, String digest, IntPredicate erased) {
    Map<Pair, Float> own = new LinkedHashMap<>();
    List<AppendOutcome> outcomes = new ArrayList<>(order.rows().size());
    for (int k = 0; k < order.rows().size(); k++) {
      outcomes.add(
          isBad(order, k)
              ? AppendOutcome.REFUSED
              : erased.test(k) ? AppendOutcome.SUPPRESSED : outcome(order, k, own));
    }
    Append append = new Append(
        order.requestId(), digest, model, now, outcomes, new Append.Placed(end, columns(own)));
    appends.put(order.requestId(), append);
    changed.putAll(own);
    end = append.placed().end();
    return append.outcomes();
  }

  private static boolean isBad(AppendOrder order, int place) {
    return switch (order.badRows()) {
      case REFUSE_ORDER -> false;
      case LEFT_OUT -> order.rows().get(place).misfit("").isPresent();
    };
  }

  private AppendOutcome outcome(AppendOrder order, int place, Map<Pair, Float> own) {
    AppendOrder.Row row = order.rows().get(place);
    Pair pair = new Pair(row.user(), row.item());
    float earlier = value(pair, own);
    float later = Float.isNaN(earlier)
        ? row.value()
        : order.repeats().combined(earlier, row.value());
    if (!Float.isFinite(later) && order.badRows() == AppendOrder.BadRows.LEFT_OUT) {
      return AppendOutcome.REFUSED;
    }
    if (!Float.isFinite(later)) {
      String field = "interactions[%d].value".formatted(place);
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "%s is %s, and the %s with the pair's %s is no finite number"
              .formatted(field, row.value(), order.repeats(), earlier),
          Map.of("field", field));
    }
    if (later == earlier) {
      return AppendOutcome.UNCHANGED;
    }
    own.put(pair, later);
    return Float.isNaN(earlier) ? AppendOutcome.STORED : AppendOutcome.REPLACED;
  }

  private float value(Pair pair, Map<Pair, Float> own) {
    Float known = own.getOrDefault(pair, changed.get(pair));
    return known == null ? before.of(pair.user(), pair.item()) : known;
  }

  private static InteractionColumns columns(Map<Pair, Float> pairs) {
    ColumnsBuilder columns = new ColumnsBuilder(pairs.size());
    pairs.forEach((pair, value) -> columns.add(pair.user(), pair.item(), value));
    return columns.build();
  }
}
