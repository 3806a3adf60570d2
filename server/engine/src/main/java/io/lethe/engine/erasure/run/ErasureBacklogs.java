package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Counts unfinished erasures, model by model. O(their number). */
final class ErasureBacklogs implements Supplier<Map<ModelName, ErasureBacklog>> {

  private final ErasureParts parts;
  private final Map<ModelName, ErasureLane> lanes;

  ErasureBacklogs(ErasureParts parts, Map<ModelName, ErasureLane> lanes) {
    this.parts = parts;
    this.lanes = lanes;
  }

  @Override
  public Map<ModelName, ErasureBacklog> get() {
    Map<ModelName, List<Erasure>> unfinished = parts.board()
        .unfinished()
        .stream()
        .collect(Collectors.groupingBy(erasure -> erasure.facts().model()));
    Map<ModelName, ErasureBacklog> backlogs = new TreeMap<>();
    lanes.forEach(
        (model, lane) -> backlogs.put(model, of(lane, unfinished.getOrDefault(model, List.of()))));
    return backlogs;
  }

  private ErasureBacklog of(ErasureLane lane, List<Erasure> unfinished) {
    int held = count(unfinished, ErasureState.HELD);
    int live = count(unfinished, ErasureState.LIVE);
    Instant now = parts.now();
    // The wall clock, because ages outlive processes; it may have been set back.
    Duration oldest = unfinished.stream()
        .map(erasure -> Duration.between(erasure.progress().milestones().received(), now))
        .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) < 0 ? b : a);
    boolean old = oldest.compareTo(parts.config().policy().alarmAfter()) > 0;
    return new ErasureBacklog(
        held, unfinished.size() - held - live, live, oldest, lane.failure(),
        old || lane.keepsFailing());
  }

  private static int count(List<Erasure> erasures, ErasureState state) {
    return Math.toIntExact(erasures.stream().filter(each -> each.state() == state).count());
  }
}
