package io.lethe.engine.dsr;

import io.lethe.engine.erasure.ErasureState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a data subject request is, over all its erasures; constants in the order they are reached.
 */
public enum RequestStatus {
  /** Accepted and contained; no erasure of it has begun. */
  PENDING,
  /** Some erasure of it has begun, and not all have ended. */
  IN_PROGRESS,
  /**
   * All have ended, and one was given up: what was asked stays contained and is not done. Terminal.
   */
  FAILED,
  /** All are completed, or there was nothing to erase. Terminal. */
  COMPLETED,
  /** All have ended, and one was taken back. Terminal. */
  CANCELLED;

  private static final Set<ErasureState> NOT_BEGUN = Set
      .of(ErasureState.HELD, ErasureState.RECEIVED, ErasureState.CANCELLED);

  /** Whether nothing follows. */
  public boolean terminal() {
    return this != PENDING && this != IN_PROGRESS;
  }

  /** The status of a request whose erasures are in these states; of one without any, completed. */
  static RequestStatus of(List<ErasureState> states) {
    if (states.stream().allMatch(ErasureState::terminal)) {
      return ended(states);
    }
    return NOT_BEGUN.containsAll(states) ? PENDING : IN_PROGRESS;
  }

  private static RequestStatus ended(List<ErasureState> states) {
    if (states.contains(ErasureState.FAILED)) {
      return FAILED;
    }
    return states.contains(ErasureState.CANCELLED) ? CANCELLED : COMPLETED;
  }

  /**
   * What is to be told next, so that every status is told once, in order, also those that passed
   * while nobody could be told. A status that fell back, as a restored backup makes it, is not told
   * again.
   *
   * @param told last; null for nothing yet
   * @param erasing whether the request has erasures; one without is completed from the beginning
   */
  Optional<RequestStatus> nextAfter(@Nullable RequestStatus told, boolean erasing) {
    if (told == null) {
      return Optional.of(erasing ? PENDING : this);
    }
    if (told.terminal() || compareTo(told) <= 0) {
      return Optional.empty();
    }
    boolean skipsProgress = told == PENDING && (this == COMPLETED || this == FAILED);
    return Optional.of(skipsProgress ? IN_PROGRESS : this);
  }
}
