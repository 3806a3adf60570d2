package io.lethe.engine.memory;

import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.model.ModelName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Appends in memory, on the disk of a ledger. */
final class InMemoryAppends implements AppendLedger {

  private final LedgerState state;
  private final FaultPlan faults;

  InMemoryAppends(LedgerState state, FaultPlan faults) {
    this.state = state;
    this.faults = faults;
  }

  private <T> T read(String name, Supplier<T> work) {
    return faults.read(name, () -> {
      synchronized (state) {
        return work.get();
      }
    });
  }

  private void change(String name, Runnable work) {
    var _ = faults.change(name, () -> {
      synchronized (state) {
        work.run();
        return name;
      }
    });
  }

  @Override
  public Optional<Append.Known> find(UUID requestId) {
    return read(
        "appends.find", () -> Optional.ofNullable(state.appends.get(requestId))
            .map(append -> new Append.Known(append.payloadDigest(), append.outcomes())));
  }

  @Override
  public void add(List<Append> appends, Instant forgetBefore) {
    change("appends.add", () -> {
      if (appends.stream().anyMatch(append -> state.appends.containsKey(append.requestId()))) {
        throw new IllegalStateException("a request id is there already");
      }
      for (Append append : appends) {
        state.appends.put(append.requestId(), append);
        if (append.placed().rows().size() > 0) {
          state.unsettled.add(append.requestId());
        }
      }
      state.appends.values()
          .removeIf(
              append -> !state.unsettled.contains(append.requestId())
                  && append.received().isBefore(forgetBefore));
    });
  }

  private Stream<Append> waiting(ModelName model) {
    return state.appends.values()
        .stream()
        .filter(append -> state.unsettled.contains(append.requestId()))
        .filter(append -> append.model().equals(model));
  }

  @Override
  public List<Append.Placed> unsettled(ModelName model) {
    return read(
        "appends.unsettled",
        () -> waiting(model).map(Append::placed)
            .sorted(Comparator.comparingLong(Append.Placed::first))
            .toList());
  }

  @Override
  public long end(ModelName model) {
    return read(
        "appends.end",
        () -> waiting(model).mapToLong(append -> append.placed().end()).max().orElse(0));
  }

  @Override
  public void settled(ModelName model, long end) {
    change(
        "appends.settled",
        () -> state.unsettled.removeAll(
            waiting(model).filter(append -> append.placed().end() <= end)
                .map(Append::requestId)
                .toList()));
  }

  @Override
  public void delete(ModelName model) {
    change("appends.delete", () -> {
      state.unsettled.removeAll(waiting(model).map(Append::requestId).toList());
      state.appends.values().removeIf(append -> append.model().equals(model));
    });
  }

  @Override
  public List<ModelName> models() {
    return read(
        "appends.models",
        () -> state.appends.values()
            .stream()
            .filter(append -> state.unsettled.contains(append.requestId()))
            .map(Append::model)
            .distinct()
            .sorted()
            .toList());
  }
}
