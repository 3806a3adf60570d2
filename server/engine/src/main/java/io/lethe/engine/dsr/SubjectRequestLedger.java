package io.lethe.engine.dsr;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The durable truth about data subject requests and about who is still to be told of them. One
 * transaction per method, synced when it returns, all or nothing when it throws {@link
 * io.lethe.engine.LetheException} of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED}.
 * Thread-safe.
 */
public interface SubjectRequestLedger {

  /**
   * Remembers a request for ever, and its callbacks until {@link #end}. This is the
   * acknowledgement's sync.
   *
   * @param request whose id was never added before
   */
  void add(SubjectRequest request, List<StatusCallback> callbacks);

  /** A request by the controller's id. */
  Optional<SubjectRequest> find(UUID id);

  /** Every callback that has not ended, by request and place. */
  List<StatusCallback> callbacks();

  /** Remembers what a callback was told and since when it fails; one that has ended stays so. */
  void update(StatusCallback callback);

  /** Forgets a callback and its address: there is nothing more to tell. */
  void end(StatusCallback callback);
}
