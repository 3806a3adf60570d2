package io.lethe.server.grpc.remote;

import io.lethe.v1.Erasure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An erasure of the server.
 *
 * @param name {@code erasures/{id}}
 * @param state such as {@code COMPLETED}
 * @param method that made the new version; {@code UNSPECIFIED} until it is certain
 * @param contained from when on nothing of it was served
 * @param unlearned from when on a version without its influence answered; null before
 * @param purged when the interactions were deleted; null before
 * @param failure why it failed; empty unless it did
 */
public record RemoteErasure(
    String name, String model, String state, String method, long interactions, long changedRows,
    long droppedRows, Instant received, @Nullable Instant contained, @Nullable Instant unlearned,
    @Nullable Instant purged, String baseVersion, String unlearnedVersion, long position,
    List<Phase> phases, String failure) {

  /** One stretch of its time. */
  public record Phase(String name, Duration duration) {}

  public RemoteErasure {
    phases = List.copyOf(phases);
  }

  /** Whether nothing follows. */
  public boolean ended() {
    return List.of("COMPLETED", "FAILED", "CANCELLED").contains(state);
  }

  static RemoteErasure of(Erasure erasure) {
    return new RemoteErasure(
        erasure.getName(), erasure.getModel(), erasure.getState().name().replace("STATE_", ""),
        erasure.getUsedMethod().name().replace("UNLEARNING_METHOD_", ""),
        erasure.getInteractionCount(), erasure.getChangedRowCount(), erasure.getDroppedRowCount(),
        Times.instant(erasure.getReceiveTime()),
        erasure.hasContainTime() ? Times.instant(erasure.getContainTime()) : null,
        erasure.hasUnlearnTime() ? Times.instant(erasure.getUnlearnTime()) : null,
        erasure.hasPurgeTime() ? Times.instant(erasure.getPurgeTime()) : null,
        erasure.getBaseVersion(), erasure.getUnlearnedVersion(), erasure.getErasurePosition(),
        erasure.getPhasesList()
            .stream()
            .map(phase -> new Phase(phase.getName(), Times.duration(phase.getDuration())))
            .toList(),
        erasure.getFailureMessage());
  }
}
