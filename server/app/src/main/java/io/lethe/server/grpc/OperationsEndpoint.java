package io.lethe.server.grpc;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.DeleteOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Empty;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Long-running work of every kind, by the standard interface (AIP-151). */
final class OperationsEndpoint extends OperationsGrpc.OperationsImplBase {

  /** Its name on the wire: who may use it depends on the kind of operation. */
  static final String CANCEL = OperationsGrpc.getCancelOperationMethod().getFullMethodName();

  private static final Duration WAIT_MAX = Duration.ofMinutes(10);
  /** So that the answer arrives before the caller's deadline does. */
  private static final Duration WAIT_MARGIN = Duration.ofMillis(50);

  private static final int SOURCES_MAX = 8;
  private static final long CURSOR_MAX = Long.MAX_VALUE / SOURCES_MAX - 1;

  private final List<OperationSource> sources;
  private final ScheduledExecutorService timer;
  private final StatusMapper statuses;

  OperationsEndpoint(
      List<OperationSource> sources, ScheduledExecutorService timer, StatusMapper statuses) {
    this.sources = List.copyOf(sources);
    this.timer = timer;
    this.statuses = statuses;
  }

  @Override
  public void getOperation(GetOperationRequest request, StreamObserver<Operation> observer) {
    Operation operation = find(request.getName());
    observer.onNext(operation);
    observer.onCompleted();
  }

  @Override
  public void listOperations(
      ListOperationsRequest request, StreamObserver<ListOperationsResponse> observer) {
    int left = PageTokens.rows(request.getPageSize());
    PageTokens tokens = new PageTokens("operations");
    long cursor = tokens.cursor(request.getPageToken(), 0);
    int number = Math.floorMod(cursor, SOURCES_MAX);
    long next = cursor == 0 ? OperationSource.FIRST : cursor / SOURCES_MAX;
    ListOperationsResponse.Builder response = ListOperationsResponse.newBuilder();
    while (number < sources.size() && left > 0) {
      OperationSource.Part part = sources.get(number).part(next, left);
      response.addAllOperations(part.operations());
      left -= part.operations().size();
      number += part.next() == 0 ? 1 : 0;
      next = part.next() == 0 ? OperationSource.FIRST : part.next();
    }
    if (number < sources.size()) {
      response.setNextPageToken(tokens.of(cursor(number, next)));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  /** Where the list goes on, over all sources: 0 where it begins. */
  private static long cursor(int source, long next) {
    long within = next == OperationSource.FIRST ? CURSOR_MAX : next;
    return within * SOURCES_MAX + source;
  }

  @Override
  public void deleteOperation(DeleteOperationRequest request, StreamObserver<Empty> observer) {
    Operation operation = find(request.getName());
    throw new LetheException(
        ErrorKind.OPERATION_NOT_CANCELLABLE, "operations go by themselves and cannot be deleted",
        Map.of("operation", operation.getName()));
  }

  @Override
  public void cancelOperation(CancelOperationRequest request, StreamObserver<Empty> observer) {
    Operation operation = find(request.getName());
    source(operation.getName()).cancel(operation.getName());
    observer.onNext(Empty.getDefaultInstance());
    observer.onCompleted();
  }

  /** Answers when the operation is done or the time is over, whichever comes first. */
  @Override
  public void waitOperation(WaitOperationRequest request, StreamObserver<Operation> observer) {
    String name = find(request.getName()).getName();
    OperationSource source = source(name);
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    ScheduledFuture<?> timeout = timer
        .schedule(() -> over.complete(false), waitNanos(request), TimeUnit.NANOSECONDS);
    Runnable noLonger = source.onDone(name, () -> over.complete(true));
    Context.CancellationListener gone = context -> over.complete(false);
    Context.current().addListener(gone, Runnable::run);
    Context call = Context.current();
    var _ = over.whenComplete((done, never) -> {
      timeout.cancel(false);
      noLonger.run();
      call.removeListener(gone);
      answer(call, name, observer);
    });
  }

  private void answer(Context call, String name, StreamObserver<Operation> observer) {
    if (call.isCancelled()) {
      return;
    }
    try {
      observer.onNext(find(name));
      observer.onCompleted();
    } catch (RuntimeException failure) {
      observer.onError(statuses.exception(failure));
    }
  }

  /** At most {@link #WAIT_MAX} and at least 0, whatever the timeout is. */
  static long waitNanos(WaitOperationRequest request) {
    // Bounded before the conversion: a legal timeout may be longer than a long holds nanoseconds.
    long wanted = request.hasTimeout()
        ? Duration
            .ofSeconds(
                Math.clamp(request.getTimeout().getSeconds(), 0, WAIT_MAX.toSeconds()),
                request.getTimeout().getNanos())
            .toNanos()
        : WAIT_MAX.toNanos();
    Deadline deadline = Context.current().getDeadline();
    long left = deadline == null
        ? Long.MAX_VALUE
        : deadline.timeRemaining(TimeUnit.NANOSECONDS) - WAIT_MARGIN.toNanos();
    return Math.clamp(Math.min(wanted, left), 0, WAIT_MAX.toNanos());
  }

  private Operation find(String name) {
    return sources.stream()
        .filter(source -> name.startsWith(source.prefix()))
        .findFirst()
        .flatMap(source -> source.find(name))
        .orElseThrow(
            () -> new LetheException(
                ErrorKind.OPERATION_NOT_FOUND, "there is no such operation",
                Map.of("operation", known(name))));
  }

  // A name that could not have come from here is not repeated: it may be anything.
  private static String known(String name) {
    return name.matches("operations/[a-z0-9-]{1,80}") ? name : "";
  }

  private OperationSource source(String name) {
    return sources.stream()
        .filter(source -> name.startsWith(source.prefix()))
        .findFirst()
        .orElseThrow();
  }
}
