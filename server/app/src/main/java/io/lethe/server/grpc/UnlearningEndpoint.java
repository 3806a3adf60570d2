package io.lethe.server.grpc;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.policy.SubjectReadmission;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.lifecycle.ModelDirectory;
import io.lethe.engine.model.ModelStatus;
import io.lethe.v1.ApproveErasureRequest;
import io.lethe.v1.CancelErasureRequest;
import io.lethe.v1.Erasure;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListErasuresResponse;
import io.lethe.v1.ReadmitSubjectRequest;
import io.lethe.v1.ReadmitSubjectResponse;
import io.lethe.v1.Receipt;
import io.lethe.v1.RetryErasureRequest;
import io.lethe.v1.SearchErasuresRequest;
import io.lethe.v1.SearchErasuresResponse;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forgetting on the wire: translates, and nothing else. */
final class UnlearningEndpoint extends UnlearningServiceGrpc.UnlearningServiceImplBase {

  private final ErasureCoordinator coordinator;
  private final SubjectReadmission readmission;
  private final ModelDirectory directory;
  private final Set<ErasureStream> streams = ConcurrentHashMap.newKeySet();

  UnlearningEndpoint(
      ErasureCoordinator coordinator, SubjectReadmission readmission, ModelDirectory directory) {
    this.coordinator = coordinator;
    this.readmission = readmission;
    this.directory = directory;
  }

  @Override
  public void unlearn(UnlearnRequest request, StreamObserver<Operation> observer) {
    ErasureRequest asked = WireRequests.erasure(request);
    Operation operation = request.getValidateOnly()
        ? planned(asked)
        : ErasureOperations.of(coordinator.accept(asked));
    observer.onNext(operation);
    observer.onCompleted();
  }

  private Operation planned(ErasureRequest asked) {
    Erasure erasure = Erasure.newBuilder()
        .setModel(ResourceNames.of(asked.model()))
        .setRequestedMethod(WireErasures.method(asked.method()))
        .setPlan(WireErasures.plan(coordinator.validate(asked)))
        .build();
    return Operation.newBuilder().setDone(true).setResponse(Any.pack(erasure)).build();
  }

  @Override
  public void readmitSubject(
      ReadmitSubjectRequest request, StreamObserver<ReadmitSubjectResponse> observer) {
    int readmitted = readmission
        .readmit(ResourceNames.model("model", request.getModel()), WireRequests.target(request));
    observer.onNext(ReadmitSubjectResponse.newBuilder().setReadmittedCount(readmitted).build());
    observer.onCompleted();
  }

  @Override
  public void getErasure(GetErasureRequest request, StreamObserver<Erasure> observer) {
    ErasureId id = ResourceNames.erasure("name", request.getName());
    observer.onNext(WireErasures.of(coordinator.get(id)));
    observer.onCompleted();
  }

  @Override
  public void listErasures(
      ListErasuresRequest request, StreamObserver<ListErasuresResponse> observer) {
    PageTokens tokens = new PageTokens(WireRequests.list(request));
    ErasurePage page = page(
        WireRequests.filter(request), tokens, request.getPageToken(), request.getPageSize());
    ListErasuresResponse.Builder response = ListErasuresResponse.newBuilder();
    page.erasures().forEach(erasure -> response.addErasures(WireErasures.of(erasure)));
    if (page.next() != 0) {
      response.setNextPageToken(tokens.of(page.next()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void searchErasures(
      SearchErasuresRequest request, StreamObserver<SearchErasuresResponse> observer) {
    PageTokens tokens = new PageTokens(WireRequests.list(request));
    ErasureFilter filter = coordinator
        .narrowed(WireRequests.subject(request), WireRequests.filter(request.getModel()));
    ErasurePage page = page(filter, tokens, request.getPageToken(), request.getPageSize());
    SearchErasuresResponse.Builder response = SearchErasuresResponse.newBuilder();
    page.erasures().forEach(erasure -> response.addErasures(WireErasures.of(erasure)));
    if (page.next() != 0) {
      response.setNextPageToken(tokens.of(page.next()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private ErasurePage page(ErasureFilter filter, PageTokens tokens, String token, int size) {
    ErasurePage page = coordinator
        .list(filter, tokens.cursor(token, ErasurePage.FIRST), PageTokens.rows(size));
    // A model that was deleted has erasures still.
    if (filter.model() != null && page.erasures().isEmpty()) {
      ModelStatus _ = directory.model(filter.model());
    }
    return page;
  }

  @Override
  public void watchErasure(WatchErasureRequest request, StreamObserver<Erasure> observer) {
    ErasureId id = ResourceNames.erasure("name", request.getName());
    ErasureStream stream = new ErasureStream((ServerCallStreamObserver<Erasure>) observer);
    streams.add(stream);
    stream.onEnd(() -> streams.remove(stream));
    try {
      stream.follow(coordinator.watch(id, stream::tell));
    } catch (LetheException failure) {
      streams.remove(stream);
      throw failure;
    }
  }

  @Override
  public void approveErasure(ApproveErasureRequest request, StreamObserver<Erasure> observer) {
    ErasureId id = ResourceNames.erasure("name", request.getName());
    observer.onNext(WireErasures.of(coordinator.approve(id, CallPrincipal.current().name())));
    observer.onCompleted();
  }

  @Override
  public void cancelErasure(CancelErasureRequest request, StreamObserver<Erasure> observer) {
    ErasureId id = ResourceNames.erasure("name", request.getName());
    observer.onNext(WireErasures.of(cancelled(coordinator, id)));
    observer.onCompleted();
  }

  @Override
  public void retryErasure(RetryErasureRequest request, StreamObserver<Erasure> observer) {
    ErasureId id = ResourceNames.erasure("name", request.getName());
    CallPrincipal caller = CallPrincipal.current();
    observer.onNext(
        WireErasures.of(coordinator.retry(id, caller.name(), caller.holds(CallPrincipal.APPROVE))));
    observer.onCompleted();
  }

  /** Taken back on behalf of whoever calls. */
  static io.lethe.engine.erasure.Erasure cancelled(ErasureCoordinator coordinator, ErasureId id) {
    CallPrincipal caller = CallPrincipal.current();
    return coordinator.cancel(id, caller.name(), caller.holds(CallPrincipal.APPROVE));
  }

  @Override
  public void getReceipt(GetReceiptRequest request, StreamObserver<Receipt> observer) {
    ErasureId id = ResourceNames.receipt("name", request.getName());
    observer.onNext(WireReceipts.of(coordinator.receipt(id)));
    observer.onCompleted();
  }

  /** Ends every stream, because the server goes down. */
  void endStreams() {
    com.google.rpc.Status status = StatusMapper
        .status(ErrorKind.SHUTTING_DOWN, "the server is going down; watch again later", Map.of());
    streams.forEach(stream -> stream.fail(status));
  }
}
