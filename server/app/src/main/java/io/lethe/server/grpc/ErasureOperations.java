package io.lethe.server.grpc;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.server.access.Role;
import java.util.Map;
import java.util.Optional;

/** Erasures as operations: nothing is kept beside the ledger, which outlives restarts. */
final class ErasureOperations implements OperationSource {

  private static final String PREFIX = "operations/erasure-";

  private final ErasureCoordinator coordinator;

  ErasureOperations(ErasureCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  static Operation of(Erasure erasure) {
    Operation.Builder operation = Operation.newBuilder()
        .setName(PREFIX + erasure.id())
        .setMetadata(Any.pack(WireErasures.metadata(erasure)))
        .setDone(erasure.state().terminal());
    Failure failure = erasure.progress().failure();
    if (erasure.state() == ErasureState.CANCELLED) {
      operation.setError(
          StatusMapper.status(ErrorKind.CANCELLED, "the erasure was taken back", Map.of()));
    } else if (failure != null) {
      operation.setError(StatusMapper.status(failure.kind(), failure.message(), Map.of()));
    } else if (erasure.state().terminal()) {
      operation.setResponse(Any.pack(WireErasures.of(erasure)));
    }
    return operation.build();
  }

  private static ErasureId id(String name) {
    return ErasureId.parse(name.substring(PREFIX.length()));
  }

  @Override
  public Optional<Operation> find(String name) {
    try {
      return Optional.of(of(coordinator.get(id(name))));
    } catch (LetheException unknown) {
      if (unknown.kind() == ErrorKind.ERASURE_NOT_FOUND
          || unknown.kind() == ErrorKind.NAME_MALFORMED) {
        return Optional.empty();
      }
      throw unknown;
    }
  }

  @Override
  public Part part(long cursor, int max) {
    ErasurePage page = coordinator
        .list(ErasureFilter.ALL, cursor == FIRST ? ErasurePage.FIRST : cursor, max);
    return new Part(page.erasures().stream().map(ErasureOperations::of).toList(), page.next());
  }

  @Override
  public Runnable onDone(String name, Runnable listener) {
    ErasureCoordinator.Watch watch = coordinator.watch(id(name), erasure -> {
      if (erasure.state().terminal()) {
        listener.run();
      }
    });
    return watch::close;
  }

  @Override
  public void cancel(String name) {
    CallPrincipal caller = CallPrincipal.current();
    if (!caller.holds(CallPrincipal.APPROVE)) {
      // The method is open to those who train, for trainings.
      caller.require(Role.UNLEARN.text(), OperationsEndpoint.CANCEL);
    }
    Erasure _ = UnlearningEndpoint.cancelled(coordinator, id(name));
  }
}
