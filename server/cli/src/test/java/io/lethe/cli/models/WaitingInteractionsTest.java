package io.lethe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.client.Model;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WaitingInteractionsTest {

  private static Model model(OptionalLong sinceTraining, Optional<Model.Learning> learning) {
    return new Model(
        "movies", Model.State.SERVING, Optional.empty(), "ease", 0, 0, sinceTraining, learning,
        List.of());
  }

  private static Optional<Model.Learning> learning(boolean supported, long learned, long waiting) {
    return Optional.of(new Model.Learning(supported, learned, waiting, 0, Optional.empty()));
  }

  @Test
  void of_interactionsLearnedSinceTheTraining_waitNoMore() {
    OptionalLong came = OptionalLong.of(1_004);
    assertEquals("0", WaitingInteractions.of(model(came, learning(true, 1_004, 0))));
    assertEquals("1,000", WaitingInteractions.of(model(came, learning(true, 4, 1_000))));
    assertEquals("1,004", WaitingInteractions.of(model(came, learning(false, 0, 1_004))));
  }

  @Test
  void of_modelThatDoesNotAnswer_allWait() {
    assertEquals("7", WaitingInteractions.of(model(OptionalLong.of(7), Optional.empty())));
    assertEquals("?", WaitingInteractions.of(model(OptionalLong.empty(), Optional.empty())));
  }
}
