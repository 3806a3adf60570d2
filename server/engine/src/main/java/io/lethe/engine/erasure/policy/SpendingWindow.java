package io.lethe.engine.erasure.policy;

import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.model.ModelName;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What one principal asked for in the last day, minute by minute. Confined. */
final class SpendingWindow {

  static final long HOUR_MINUTES = 60;
  static final long DAY_MINUTES = 24 * HOUR_MINUTES;

  private final NavigableMap<Long, NavigableMap<ModelName, Spending>> minutes = new TreeMap<>();

  SpendingWindow(List<Spending> known) {
    known.forEach(this::add);
  }

  void add(Spending more) {
    minutes.computeIfAbsent(more.minute(), absent -> new TreeMap<>())
        .merge(
            more.model(), more,
            (was, add) -> new Spending(
                was.model(), was.minute(), was.erasures() + add.erasures(),
                was.interactions() + add.interactions(), was.unchecked() + add.unchecked(),
                Math.max(was.ofModel(), add.ofModel())));
  }

  /** Forgets what no limit looks at any more. */
  void forgetBefore(long minute) {
    minutes.headMap(minute, false).clear();
  }

  long erasuresSince(long minute) {
    return since(minute).mapToLong(Spending::erasures).sum();
  }

  long interactionsSince(long minute, ModelName model) {
    return since(minute, model).mapToLong(Spending::interactions).sum();
  }

  /** Interactions that no second person had to approve. */
  long uncheckedSince(long minute, ModelName model) {
    return since(minute, model).mapToLong(Spending::unchecked).sum();
  }

  /** The most interactions that the model had; 0 if nothing was asked of it. */
  long largestSince(long minute, ModelName model) {
    return since(minute, model).mapToLong(Spending::ofModel).max().orElse(0);
  }

  private Stream<Spending> since(long minute) {
    return minutes.tailMap(minute, true).values().stream().flatMap(each -> each.values().stream());
  }

  private Stream<Spending> since(long minute, ModelName model) {
    return since(minute).filter(spent -> spent.model().equals(model));
  }

  /** The first minute after which no more than so many erasures since a minute count. */
  long untilErasures(long minute, long most) {
    return until(
        minute, most, spent -> spent.values().stream().mapToLong(Spending::erasures).sum());
  }

  /** The same for interactions of a model. */
  long untilInteractions(long minute, long most, ModelName model) {
    return until(minute, most, ofMinute -> {
      Spending spent = ofMinute.get(model);
      return spent == null ? 0 : spent.interactions();
    });
  }

  private long until(
      long minute, long most, ToLongFunction<NavigableMap<ModelName, Spending>> number) {
    NavigableMap<Long, NavigableMap<ModelName, Spending>> counted = minutes.tailMap(minute, true);
    long left = counted.values().stream().mapToLong(number).sum();
    for (var entry : counted.entrySet()) {
      left -= number.applyAsLong(entry.getValue());
      if (left <= most) {
        return entry.getKey();
      }
    }
    return minute;
  }
}
