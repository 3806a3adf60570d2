package io.lethe.server.grpc;

import com.google.longrunning.Operation;
import java.util.List;
import java.util.Optional;

/** One kind of long-running work, as operations. Thread-safe. */
interface OperationSource {

  /** Where the names of these operations begin, {@code operations/erasure-} for one. */
  String prefix();

  /** An operation as it is now; empty if there is none of that name. */
  Optional<Operation> find(String name);

  /** Those that are kept, the latest first. */
  List<Operation> latest(int max);

  /**
   * Tells a listener once when an operation is done: at once if it is already.
   *
   * @return ends the interest
   */
  Runnable onDone(String name, Runnable listener);

  /**
   * Asks an operation to end without a result.
   *
   * @throws io.lethe.engine.LetheException of kind {@code OPERATION_NOT_CANCELLABLE}
   */
  void cancel(String name);
}
