package io.lethe.engine.memory;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.model.ModelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Looks for erasures in a ledger's state. The caller holds the state's lock. */
final class InMemorySearches {

  private final LedgerState state;

  InMemorySearches(LedgerState state) {
    this.state = state;
  }

  ErasurePage page(ErasureFilter filter, long cursor, int max) {
    List<Erasure> page = new ArrayList<>();
    long from = Math.min(cursor, state.order.size());
    for (long number = from; number >= 1; number--) {
      Erasure erasure = erasure(state.order.get((int) number - 1));
      if (admits(filter, erasure)) {
        if (page.size() == max) {
          return new ErasurePage(page, number);
        }
        page.add(erasure);
      }
    }
    return new ErasurePage(page, 0);
  }

  private boolean admits(ErasureFilter filter, Erasure erasure) {
    ErasureFacts facts = erasure.facts();
    return (filter.model() == null || facts.model().equals(filter.model()))
        && (filter.requestId() == null || facts.requestId().equals(filter.requestId()))
        && (filter.requester() == null || facts.requester().equals(filter.requester()))
        && filter.durableStates().contains(erasure.state())
        && (filter.dueBefore() == null || isDue(erasure, filter.dueBefore()))
        && (filter.digests() == null || leftOneOf(filter.digests(), erasure));
  }

  private boolean leftOneOf(Set<String> digests, Erasure erasure) {
    List<String> left = state.tombstones.getOrDefault(erasure.id(), List.of());
    return left.size() == 1 && digests.containsAll(left);
  }

  private static boolean isDue(Erasure erasure, Instant before) {
    return erasure.facts().expires().getEpochSecond() < before.getEpochSecond()
        && erasure.state() != ErasureState.COMPLETED && erasure.state() != ErasureState.CANCELLED
        && erasure.facts().retry().by() == null;
  }

  List<OpenErasure> open(ModelName model) {
    return state.order.stream()
        .map(this::erasure)
        .filter(erasure -> erasure.facts().model().equals(model))
        .filter(Erasure::keepsTarget)
        .sorted(Comparator.comparingLong(erasure -> erasure.facts().position()))
        .map(this::withTarget)
        .toList();
  }

  List<ModelName> erasing() {
    return state.targets.keySet()
        .stream()
        .map(id -> erasure(id).facts().model())
        .distinct()
        .sorted()
        .toList();
  }

  List<OpenErasure> unattested(ModelName model) {
    return state.order.stream()
        .map(this::erasure)
        .filter(erasure -> erasure.facts().model().equals(model))
        .filter(erasure -> erasure.state() == ErasureState.FAILED)
        .filter(erasure -> erasure.receipt() == null)
        .map(this::withTarget)
        .toList();
  }

  private OpenErasure withTarget(Erasure erasure) {
    return new OpenErasure(erasure, Objects.requireNonNull(state.targets.get(erasure.id())));
  }

  private Erasure erasure(ErasureId id) {
    return Objects.requireNonNull(state.erasures.get(id));
  }

  List<Spending> spending(String requester, long since) {
    return state.erasures.values()
        .stream()
        .filter(erasure -> erasure.facts().requester().equals(requester))
        .filter(erasure -> erasure.facts().retry().of() == null)
        .map(InMemorySearches::spending)
        .filter(spent -> spent.minute() >= since)
        .toList();
  }

  private static Spending spending(Erasure erasure) {
    ErasureFacts facts = erasure.facts();
    long minute = Math.floorDiv(erasure.progress().milestones().received().getEpochSecond(), 60);
    boolean approvalAsked = facts.unapproved() || facts.approver() != null;
    return new Spending(
        facts.model(), minute, 1, facts.extent().interactions(),
        approvalAsked ? 0 : facts.extent().interactions(), facts.extent().ofModel());
  }
}
