package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which erasures are wanted: those that every condition admits.
 *
 * @param model of this model; null for all
 * @param requestId with this request id; null for all
 * @param requester asked for by this principal; null for all
 * @param states in one of these; those that a ledger does not keep count as {@code SOLVING}
 * @param dueBefore to be completed before this second, and neither completed nor cancelled; null for
 *     all
 * @param digests that left one of these tombstones alone, 64 lower-case hexadecimal digits each; null
 *     for all
 */
public record ErasureFilter(
    @Nullable ModelName model, @Nullable UUID requestId, @Nullable String requester,
    Set<ErasureState> states, @Nullable Instant dueBefore, @Nullable Set<String> digests) {

  /** Every erasure. */
  public static final ErasureFilter ALL = new ErasureFilter(
      null, null, null, EnumSet.allOf(ErasureState.class), null, null);

  public ErasureFilter {
    states = Set.copyOf(states);
    digests = digests == null ? null : Set.copyOf(digests);
  }

  /** Every erasure of a model. */
  public static ErasureFilter of(@Nullable ModelName model) {
    return new ErasureFilter(model, null, null, ALL.states, null, null);
  }

  /** The same, of erasures that left one of these tombstones. */
  public ErasureFilter leaving(Set<String> tombstones) {
    return new ErasureFilter(model, requestId, requester, states, dueBefore, tombstones);
  }

  /** The states wanted, as a ledger keeps them. */
  public Set<ErasureState> durableStates() {
    Set<ErasureState> durable = EnumSet.noneOf(ErasureState.class);
    states.forEach(state -> durable.add(state.durable() ? state : ErasureState.SOLVING));
    return durable;
  }
}
