package io.lethe.client;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.Erasure;
import io.lethe.v1.Erasure.State;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListErasuresResponse;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.UnlearnMetadata;
import io.lethe.v1.UnlearnPlan;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningMethod;
import io.lethe.v1.UnlearningServiceGrpc.UnlearningServiceImplBase;
import io.lethe.v1.WatchErasureRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Forgets users in a small memory, once for each request id. An erasure advances by one state for
 * each message of a watch, and ends as {@link #endWith} says. Guarded by itself.
 */
final class UnlearningInMemory extends UnlearningServiceImplBase {

  static final int PAGE_SIZE = 2;

  private final Memory memory;
  private final Signer signer;
  private final Map<String, UnlearnRequest> requests = new LinkedHashMap<>();
  private final Map<String, Erasure> erasures = new LinkedHashMap<>();
  private final CountDownLatch leftWatch = new CountDownLatch(1);
  private State end = State.STATE_COMPLETED;
  private State stuckAt = State.UNRECOGNIZED;
  private int breakWatchAfter = Integer.MAX_VALUE;

  UnlearningInMemory(Memory memory, Signer signer) {
    this.memory = memory;
    this.signer = signer;
  }

  synchronized void endWith(State terminal) {
    end = terminal;
  }

  /** Erasures get no further than this, and their watches stay open. */
  synchronized void stickAt(State state) {
    stuckAt = state;
  }

  /** The next watch breaks after so many messages. */
  synchronized void breakNextWatchAfter(int messages) {
    breakWatchAfter = messages;
  }

  /** Until a client has left a watch before its end. */
  void awaitLeftWatch() throws InterruptedException {
    if (!leftWatch.await(2, TimeUnit.MINUTES)) {
      throw new AssertionError("every watch is still open");
    }
  }

  synchronized int erasureCount() {
    return erasures.size();
  }

  @Override
  public synchronized void unlearn(UnlearnRequest request, StreamObserver<Operation> answer) {
    if (!memory.knows(request.getUser())) {
      answer.onError(Problems.of(ErrorReason.USER_NOT_FOUND, Map.of("model", request.getModel())));
      return;
    }
    if (request.getValidateOnly()) {
      reply(answer, plan(request));
      return;
    }
    UnlearnRequest first = requests.putIfAbsent(request.getRequestId(), request);
    if (first != null && !first.equals(request)) {
      answer.onError(Problems.of(ErrorReason.REQUEST_ID_REUSED, Map.of()));
      return;
    }
    String name = "erasures/" + request.getRequestId();
    if (first == null) {
      memory.contain(request.getUser());
      erasures.put(name, received(name, request));
    }
    UnlearnMetadata metadata = UnlearnMetadata.newBuilder().setErasure(name).build();
    reply(
        answer,
        Operation.newBuilder().setName("operations/o").setMetadata(Any.pack(metadata)).build());
  }

  @Override
  public synchronized void getErasure(GetErasureRequest request, StreamObserver<Erasure> answer) {
    Erasure erasure = erasures.get(request.getName());
    if (erasure == null) {
      answer.onError(
          Problems.of(ErrorReason.ERASURE_NOT_FOUND, Map.of("erasure", request.getName())));
      return;
    }
    reply(answer, erasure);
  }

  @Override
  public synchronized void listErasures(
      ListErasuresRequest request, StreamObserver<ListErasuresResponse> answer) {
    List<Erasure> all = new ArrayList<>(erasures.values());
    all.removeIf(
        one -> !request.getModel().isEmpty() && !request.getModel().equals(one.getModel()));
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(from + PAGE_SIZE, all.size());
    reply(
        answer,
        ListErasuresResponse.newBuilder()
            .addAllErasures(all.subList(from, to))
            .setNextPageToken(to < all.size() ? Integer.toString(to) : "")
            .build());
  }

  @Override
  public synchronized void watchErasure(
      WatchErasureRequest request, StreamObserver<Erasure> answer) {
    ((ServerCallStreamObserver<Erasure>) answer).setOnCancelHandler(leftWatch::countDown);
    int left = breakWatchAfter;
    breakWatchAfter = Integer.MAX_VALUE;
    Erasure erasure = erasures.getOrDefault(request.getName(), Erasure.getDefaultInstance());
    answer.onNext(erasure);
    while (erasure.getState() != end && erasure.getState() != stuckAt) {
      if (--left == 0) {
        // A restarted server contains it again.
        erasures.put(request.getName(), erasure.toBuilder().clearContainTime().build());
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      erasure = next(erasure);
      erasures.put(request.getName(), erasure);
      answer.onNext(erasure);
    }
    if (erasure.getState() == end) {
      answer.onCompleted();
    }
  }

  @Override
  public synchronized void getReceipt(
      GetReceiptRequest request, StreamObserver<io.lethe.v1.Receipt> answer) {
    String name = request.getName().replace("/receipt", "");
    Erasure erasure = erasures.getOrDefault(name, Erasure.getDefaultInstance());
    if (erasure.getState() != State.STATE_COMPLETED) {
      answer.onError(Problems.of(ErrorReason.RECEIPT_NOT_READY, Map.of("erasure", name)));
      return;
    }
    Receipt receipt = signer.logged(
        ReceiptStatement.newBuilder().setReceiptVersion(2).setErasure(name).build(),
        ByteString.copyFromUtf8("key"));
    reply(
        answer,
        io.lethe.v1.Receipt.newBuilder()
            .setName(receipt.name())
            .setStatement(receipt.statement())
            .setSignature(receipt.signature())
            .setPublicKey(receipt.publicKey())
            .setKeyId(receipt.keyId())
            .setCommitmentKey(receipt.commitmentKey())
            .setLogOrigin(receipt.logOrigin())
            .setTransparencyProof(receipt.transparencyProof())
            .build());
  }

  private Erasure next(Erasure erasure) {
    Erasure.Builder next = erasure.toBuilder();
    switch (erasure.getState()) {
      case STATE_RECEIVED -> next.setState(State.STATE_SOLVING);
      case STATE_SOLVING -> next.setState(State.STATE_PUBLISHING);
      default -> next.setState(end)
          .setUsedMethod(UnlearningMethod.UNLEARNING_METHOD_INFLUENCE)
          .setUnlearnedVersion("models/movies/versions/4")
          .setUnlearnTime(Timestamp.newBuilder().setSeconds(2));
    }
    if (next.getState() == State.STATE_FAILED) {
      next.setFailureReason(ErrorReason.VERIFICATION_FAILED).setFailureMessage("step too large");
    }
    return next.build();
  }

  private Erasure received(String name, UnlearnRequest request) {
    return Erasure.newBuilder()
        .setName(name)
        .setModel(request.getModel())
        .setState(State.STATE_RECEIVED)
        .setRequestedMethod(request.getMethod())
        .setInteractionCount(memory.seenBy(request.getUser()).size())
        .setReceiveTime(Timestamp.newBuilder().setSeconds(1))
        .setContainTime(Timestamp.newBuilder().setSeconds(1).setNanos(5))
        .setErasurePosition(erasures.size() + 1)
        .build();
  }

  private Operation plan(UnlearnRequest request) {
    UnlearnPlan plan = UnlearnPlan.newBuilder()
        .setMethod(UnlearningMethod.UNLEARNING_METHOD_INFLUENCE)
        .setBaseVersion("models/movies/versions/3")
        .setInteractionCount(memory.seenBy(request.getUser()).size())
        .setDroppedRowCount(1)
        .setSelectedParameterCount(96)
        .build();
    return Operation.newBuilder()
        .setDone(true)
        .setResponse(Any.pack(Erasure.newBuilder().setPlan(plan).build()))
        .build();
  }

  private static <R> void reply(StreamObserver<R> answer, R message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
