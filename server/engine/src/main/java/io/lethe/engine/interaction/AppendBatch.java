package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventTypes;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Orders that become durable together, one after the other as if each came alone. Confined. */
final class AppendBatch {

  private final ModelName model;
  private final PairValues before;
  private final Instant now;
  private final Instant received;
  private final Map<Pair, Dated> changed = new HashMap<>();
  private final Map<UUID, Append> appends = new LinkedHashMap<>();
  private final Set<String> eventTypes;
  private long end;

  /**
   * When a batch came.
   *
   * @param now by the wall clock: when interactions happened that tell no time
   * @param received by the clock that requests are remembered by
   */
  record Arrival(Instant now, Instant received) {}

  /**
   * An empty batch.
   *
   * @param end of the model's log
   */
  AppendBatch(ModelName model, PairValues before, long end, Arrival arrival) {
    this.model = model;
    this.before = before;
    this.eventTypes = new HashSet<>(before.eventTypes());
    this.end = end;
    this.now = arrival.now();
    this.received = arrival.received();
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
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if a sum is no finite number, a time is too
   *     far ahead, or the model gets too many event types: nothing of the order is taken in
   */
  List<AppendOutcome> take(AppendOrder order, String digest, IntPredicate erased) {
    Map<Pair, Dated> own = new LinkedHashMap<>();
    List<AppendOutcome> outcomes = new ArrayList<>(order.rows().size());
    for (int k = 0; k < order.rows().size(); k++) {
      outcomes.add(outcome(order, k, erased, own));
    }
    Set<String> all = withTypes(own);
    Append append = new Append(
        order.requestId(), digest, model, received, outcomes, new Append.Placed(end, columns(own)));
    appends.put(order.requestId(), append);
    changed.putAll(own);
    eventTypes.addAll(all);
    end = append.placed().end();
    return append.outcomes();
  }

  /** The model's event types, with those of more interactions. */
  private Set<String> withTypes(Map<Pair, Dated> own) {
    Set<String> all = new HashSet<>(eventTypes);
    own.values().stream().map(Dated::event).filter(type -> !type.isEmpty()).forEach(type -> {
      EventTypes.requireRoom(all, "an interaction's event_type", type);
      all.add(type);
    });
    return all;
  }

  private AppendOutcome outcome(
      AppendOrder order, int place, IntPredicate erased, Map<Pair, Dated> own) {
    if (isBad(order, place)) {
      return AppendOutcome.REFUSED;
    }
    if (order.weights().leavesOut(order.rows().get(place).event())) {
      return AppendOutcome.IGNORED;
    }
    return erased.test(place) ? AppendOutcome.SUPPRESSED : outcome(order, place, own);
  }

  private boolean isBad(AppendOrder order, int place) {
    AppendOrder.Row row = order.rows().get(place);
    return switch (order.badRows()) {
      case REFUSE_ORDER -> {
        if (row.isAhead(now)) {
          row.checkTime("interactions[%d].".formatted(place), now);
        }
        yield false;
      }
      case LEFT_OUT -> row.misfit("", order.weights(), now).isPresent();
    };
  }

  private AppendOutcome outcome(AppendOrder order, int place, Map<Pair, Dated> own) {
    AppendOrder.Row row = order.rows().get(place);
    Pair pair = new Pair(row.user(), row.item());
    Dated held = held(pair, own);
    if (held == null) {
      own.put(pair, row.dated(now, order.weights()));
      return AppendOutcome.STORED;
    }
    Dated arrived = row.dated(notBefore(held), order.weights());
    Dated next = order.repeats().combined(held, arrived);
    if (!Float.isFinite(next.value())) {
      return notFinite(order, place, held);
    }
    boolean replaced = next.changes(held);
    // What is told of no time and changes nothing would fill the log with every look at an item.
    if (replaced || (row.time() != null && next.isDatedOtherwise(held))) {
      own.put(pair, next);
    }
    if (replaced) {
      return AppendOutcome.REPLACED;
    }
    return order.repeats() == Repeats.LATEST && arrived.isBefore(held)
        ? AppendOutcome.OLDER
        : AppendOutcome.UNCHANGED;
  }

  /** What tells no time comes after what is there, also where the clock was set back. */
  private Instant notBefore(Dated held) {
    Instant last = Instant.ofEpochMilli(held.time());
    return last.isAfter(now) ? last : now;
  }

  private static AppendOutcome notFinite(AppendOrder order, int place, Dated held) {
    if (order.badRows() == AppendOrder.BadRows.LEFT_OUT) {
      return AppendOutcome.REFUSED;
    }
    String field = "interactions[%d].value".formatted(place);
    throw new LetheException(
        ErrorKind.ARGUMENT_INVALID,
        "%s is %s, and the %s with the pair's %s is no finite number"
            .formatted(field, order.rows().get(place).value(), order.repeats(), held.value()),
        Map.of("field", field));
  }

  private @Nullable Dated held(Pair pair, Map<Pair, Dated> own) {
    Dated known = own.getOrDefault(pair, changed.get(pair));
    return known == null ? before.of(pair.user(), pair.item()) : known;
  }

  private static InteractionColumns columns(Map<Pair, Dated> pairs) {
    ColumnsBuilder columns = new ColumnsBuilder(pairs.size());
    pairs.forEach((pair, what) -> columns.add(pair.user(), pair.item(), what));
    return columns.build();
  }
}
