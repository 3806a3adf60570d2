package io.lethe.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Interactions to take in. Like {@link ErasureRequest}, it carries the id under which they are taken
 * in once. Its text form shows no id of a user or an item.
 *
 * @param model the model's id, existing or not
 * @param rows 1 to 10000, in the order in which they happened
 * @param repeats the value of a pair that is taken in more than once
 * @param requestId a random (version 4) UUID
 * @param learnAtOnce whether the answer waits, up to 10 seconds, until the model has learned them
 * @param eventWeights by event type what values are multiplied by, 0 to 1000000; empty for 1 each
 */
public record AppendRequest(
    String model, List<InteractionRow> rows, Repeats repeats, UUID requestId, boolean learnAtOnce,
    Map<String, Float> eventWeights) {

  public AppendRequest {
    rows = List.copyOf(rows);
    eventWeights = Map.copyOf(eventWeights);
  }

  /** Takes these in, the latest value of each pair, under a new request id. */
  public static AppendRequest of(String model, List<InteractionRow> rows) {
    return new AppendRequest(model, rows, Repeats.LATEST, UUID.randomUUID(), false, Map.of());
  }

  /** The same, with this value of pairs that are taken in more than once. */
  public AppendRequest with(Repeats newRepeats) {
    return new AppendRequest(model, rows, newRepeats, requestId, learnAtOnce, eventWeights);
  }

  /** The same, under an id that was kept. */
  public AppendRequest under(UUID keptRequestId) {
    return new AppendRequest(model, rows, repeats, keptRequestId, learnAtOnce, eventWeights);
  }

  /**
   * The same, answered when the model has learned them, too, if its family learns between
   * trainings: {@link Appended#learned} tells. It takes up to 10 seconds, so the client's deadline
   * should be longer.
   */
  public AppendRequest learningAtOnce() {
    return new AppendRequest(model, rows, repeats, requestId, true, eventWeights);
  }

  /**
   * The same, with values multiplied by the weights of their event types before {@link #repeats} decides.
   * Interactions of weight 0 are not kept, and an event type without a weight is refused; one without an
   * event type has weight 1.
   *
   * @param newEventWeights by event type, 0 to 1000000 each
   */
  public AppendRequest weighing(Map<String, Float> newEventWeights) {
    return new AppendRequest(model, rows, repeats, requestId, learnAtOnce, newEventWeights);
  }
}
