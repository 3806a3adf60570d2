package io.lethe.engine.dsr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.erasure.ErasureState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestStatusTest {

  @ParameterizedTest
  @CsvSource({"HELD, PENDING", "RECEIVED, PENDING", "HELD RECEIVED, PENDING",
      "HELD CANCELLED, PENDING", "SOLVING, IN_PROGRESS", "HELD SOLVING, IN_PROGRESS",
      "COMPLETED RECEIVED, IN_PROGRESS", "FAILED HELD, IN_PROGRESS", "LIVE, IN_PROGRESS",
      "COMPLETED COMPLETED, COMPLETED", "COMPLETED CANCELLED, CANCELLED", "CANCELLED, CANCELLED",
      "FAILED, FAILED", "FAILED COMPLETED CANCELLED, FAILED"})
  void of_states_together(String states, RequestStatus status) {
    assertEquals(
        status,
        RequestStatus.of(Arrays.stream(states.split(" ")).map(ErasureState::valueOf).toList()));
  }

  @ParameterizedTest
  @EnumSource(ErasureState.class)
  void of_oneState_neverCompletedBeforeItIs(ErasureState state) {
    assertEquals(
        state == ErasureState.COMPLETED,
        RequestStatus.of(List.of(state)) == RequestStatus.COMPLETED);
    assertEquals(state.terminal(), RequestStatus.of(List.of(state)).terminal());
  }

  @Test
  void of_noErasures_completed() {
    assertEquals(RequestStatus.COMPLETED, RequestStatus.of(List.of()));
  }

  private static List<RequestStatus> told(RequestStatus... reached) {
    List<RequestStatus> told = new ArrayList<>();
    for (RequestStatus now : reached) {
      @Nullable
      RequestStatus last = told.isEmpty() ? null : told.getLast();
      Optional<RequestStatus> next = now.nextAfter(last, true);
      while (next.isPresent()) {
        told.add(next.get());
        next = now.nextAfter(next.get(), true);
      }
    }
    return told;
  }

  @ParameterizedTest
  @CsvSource({"PENDING, PENDING", "IN_PROGRESS, PENDING IN_PROGRESS",
      "COMPLETED, PENDING IN_PROGRESS COMPLETED", "FAILED, PENDING IN_PROGRESS FAILED",
      "CANCELLED, PENDING CANCELLED", "IN_PROGRESS CANCELLED, PENDING IN_PROGRESS CANCELLED",
      "PENDING IN_PROGRESS PENDING COMPLETED, PENDING IN_PROGRESS COMPLETED"})
  void nextAfter_everythingReached_toldOnceInOrder(String reached, String told) {
    assertEquals(statuses(told), told(statuses(reached).toArray(RequestStatus[]::new)));
  }

  private static List<RequestStatus> statuses(String text) {
    return Arrays.stream(text.split(" ")).map(RequestStatus::valueOf).toList();
  }

  @Test
  void nextAfter_nothingToErase_completedAlone() {
    assertEquals(
        Optional.of(RequestStatus.COMPLETED), RequestStatus.COMPLETED.nextAfter(null, false));
    assertEquals(
        Optional.empty(), RequestStatus.COMPLETED.nextAfter(RequestStatus.COMPLETED, false));
  }
}
