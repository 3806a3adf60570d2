package io.lethe.cli.status;

import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Model;
import io.lethe.client.ModelVersion;
import io.lethe.client.operations.Health;
import io.lethe.client.operations.OperationsClient;
import io.lethe.client.operations.RunningOperation;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server is, as far as the caller may know; what is absent the caller has no role for.
 *
 * @param health of the server, of its erasures and of each model
 * @param trainings that are under way
 */
record StatusReport(
    List<Health> health, Optional<List<ModelState>> models, Optional<Erasures> erasures,
    Optional<List<RunningOperation>> trainings) {

  private static final String DENIED = "PERMISSION_DENIED";
  /** Those that a person should know of. */
  private static final Set<Erasure.State> SHOWN = EnumSet.complementOf(
      EnumSet.of(Erasure.State.COMPLETED, Erasure.State.CANCELLED, Erasure.State.UNKNOWN));

  /**
   * A model.
   *
   * @param ndcg at ten, of the active version, where it was measured
   * @param made when the active version was made
   */
  record ModelState(Model model, Health health, OptionalDouble ndcg, Optional<Instant> made) {}

  /**
   * Erasures that are not completed.
   *
   * @param byState how many are in each state; those that failed stay
   * @param overdue how many of those that have not ended should have been completed by now
   * @param nextDue when the first of those that have not ended must be completed
   */
  record Erasures(Map<Erasure.State, Long> byState, long overdue, Optional<Instant> nextDue) {

    static Erasures of(Stream<Erasure> shown, Instant now) {
      List<Erasure> all = shown.toList();
      List<Instant> due = all.stream()
          .filter(erasure -> !erasure.state().isTerminal())
          .flatMap(erasure -> erasure.times().expires().stream())
          .sorted()
          .toList();
      return new Erasures(
          all.stream()
              .collect(Collectors.groupingBy(Erasure::state, TreeMap::new, Collectors.counting())),
          due.stream().filter(now::isAfter).count(), due.stream().findFirst());
    }
  }

  /** Asks a server. */
  static StatusReport of(LetheClient server, Instant now) {
    Optional<List<ModelState>> models = models(server)
        .map(all -> all.stream().map(model -> state(server, model)).toList());
    return new StatusReport(
        List.of(Health.of(server, ""), Health.of(server, Health.ERASURES)), models,
        allowed(
            () -> Erasures.of(
                server.erasures(
                    new Erasure.Filter(
                        Optional.empty(), Optional.empty(), Optional.empty(), SHOWN,
                        Optional.empty())),
                now)),
        allowed(() -> trainings(server)));
  }

  static Optional<List<Model>> models(LetheClient server) {
    return allowed(() -> server.models().toList());
  }

  private static ModelState state(LetheClient server, Model model) {
    Optional<ModelVersion> active = model.activeVersion().map(server::version);
    return new ModelState(
        model, ModelHealth.of(server, model).health(),
        active.map(version -> version.metrics().ndcgAt10()).orElse(OptionalDouble.empty()),
        active.map(ModelVersion::created));
  }

  /** Trainings come first in the list of operations. */
  private static List<RunningOperation> trainings(LetheClient server) {
    return OperationsClient.of(server)
        .list()
        .takeWhile(operation -> operation.kind() == RunningOperation.Kind.TRAINING)
        .filter(operation -> !operation.done())
        .toList();
  }

  private static <T> Optional<T> allowed(Supplier<T> asked) {
    try {
      return Optional.of(asked.get());
    } catch (LetheException refused) {
      if (refused.reason().equals(DENIED)) {
        return Optional.empty();
      }
      throw refused;
    }
  }
}
