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

  /** Where the list of those that are kept begins. */
  long FIRST = Long.MAX_VALUE;

  /**
   * A part of those that are kept, the latest first.
   *
   * @param cursor {@link #FIRST} or a part's {@code next}
   * @param max most of them
   */
  Part part(long cursor, int max);

  /**
   * A part.
   *
   * @param next where the following one begins, above 0; 0 after the last
   */
  record Part(List<Operation> operations, long next) {

    public Part {
      operations = List.copyOf(operations);
    }
  }

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
