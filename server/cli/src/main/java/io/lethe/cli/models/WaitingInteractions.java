package io.lethe.cli.models;

import io.lethe.cli.terminal.Units;
import io.lethe.client.Model;
import java.util.OptionalLong;

/**
 * How many interactions of a model its answers do not reflect yet: those that wait for the next step of
 * learning or the next training. Those that came after the training and were learned since wait no more.
 */
public final class WaitingInteractions {

  private WaitingInteractions() {}

  /** All of them where no version answers; {@code ?} where the server's disk does not tell. */
  public static String of(Model model) {
    OptionalLong waiting = model.learning()
        .map(learning -> OptionalLong.of(learning.waitingInteractions()))
        .orElse(model.notLearnedInteractions());
    return waiting.isPresent() ? Units.count(waiting.getAsLong()) : "?";
  }
}
