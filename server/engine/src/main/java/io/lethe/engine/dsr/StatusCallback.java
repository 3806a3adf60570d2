package io.lethe.engine.dsr;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One address that wants to be told of a request's every status, and what it was told.
 *
 * @param place of the address in its request, from 0
 * @param url where to tell; may hold a controller's secret: never logged
 * @param told the status that the address took last; null for none yet
 * @param failingSince when it first did not take the status that is due; null while it takes all
 */
public record StatusCallback(
    UUID request, int place, String url, @Nullable RequestStatus told,
    @Nullable Instant failingSince) {

  /** One that was told nothing yet. */
  static StatusCallback begin(UUID request, int place, String url) {
    return new StatusCallback(request, place, url, null, null);
  }

  StatusCallback told(RequestStatus status) {
    return new StatusCallback(request, place, url, status, null);
  }

  StatusCallback failing(Instant since) {
    return new StatusCallback(request, place, url, told, since);
  }

  /** Nothing of the address. */
  @Override
  public String toString() {
    return "callback %d of subject request %s".formatted(place, request);
  }
}
