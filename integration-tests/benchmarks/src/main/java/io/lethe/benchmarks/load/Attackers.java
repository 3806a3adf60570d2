package io.lethe.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.lethe.server.access.Role;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One principal's calls that are made to take the others' places; they end when this is closed. */
final class Attackers implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int HOURS = 1;

  /** The loads of an attack that was reported from outside: connections times calls on each. */
  enum Attack {
    UNFINISHED_UNLEARN("H5 unfinished Unlearn, 2 x 250", Role.UNLEARN),
    UNFINISHED_RECOMMEND("H5 unfinished Recommend, 5 x 250", Role.SERVE),
    UNFINISHED_GET_MODEL("H5 unfinished GetModel, 2 x 250", Role.SERVE),
    WATCHES("H6 watches of a held erasure, 40 x 26", Role.UNLEARN),
    BATCHES("H7 batches of 200 x 150, 3 x 100", Role.SERVE);

    static final String MODEL = "movies";
    static final String MODEL_NAME = "models/" + MODEL;
    static final SyntheticCsv RATINGS = new SyntheticCsv(500, 150, 20);

    private final String label;
    private final Role role;

    Attack(String label, Role role) {
      this.label = label;
      this.role = role;
    }

    String label() {
      return label;
    }

    /** What the attacking principal may do. */
    Role role() {
      return role;
    }

    /**
     * Opens the connections and begins the calls.
     *
     * @param held name of an erasure that waits for approval
     */
    void begin(Attackers by, String held) {
      switch (this) {
        case UNFINISHED_UNLEARN -> by.unfinished(
            UnlearningServiceGrpc.getUnlearnMethod(), UnlearnRequest.getDefaultInstance(), 2, 250);
        case UNFINISHED_RECOMMEND -> by.unfinished(
            RecommendationServiceGrpc.getRecommendMethod(), RecommendRequest.getDefaultInstance(),
            5, 250);
        case UNFINISHED_GET_MODEL -> by.unfinished(
            ModelServiceGrpc.getGetModelMethod(), GetModelRequest.getDefaultInstance(), 2, 250);
        case WATCHES -> by.watches(
            UnlearningServiceGrpc.getWatchErasureMethod(),
            WatchErasureRequest.newBuilder().setName(held).build(), 40, 26);
        case BATCHES -> by.batches(
            BatchRecommendRequest.newBuilder()
                .setModel(MODEL_NAME)
                .addAllUsers(RATINGS.userIds().subList(100, 300))
                .setN(150)
                .build(),
            3, 100);
      }
    }
  }

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Supplier<ManagedChannel> connections;
  private final String token;
  private final AtomicBoolean over = new AtomicBoolean();
  final AtomicLong answered = new AtomicLong();
  final AtomicLong refused = new AtomicLong();

  Attackers(Supplier<ManagedChannel> connections, String token) {
    this.connections = connections;
    this.token = token;
  }

  static Metadata bearing(String token) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return headers;
  }

  /** Calls that say they wait for an hour, send a message and never end their request. */
  <Q, A> void unfinished(MethodDescriptor<Q, A> method, Q message, int connections, int calls) {
    each(connections, calls, channel -> open(channel, method, message, false));
  }

  /** Streams that are read and stay open. */
  <Q, A> void watches(MethodDescriptor<Q, A> method, Q message, int connections, int calls) {
    each(connections, calls, channel -> open(channel, method, message, true));
  }

  /** Batches of the size that is allowed, each followed by the next as soon as it is answered. */
  void batches(BatchRecommendRequest batch, int connections, int calls) {
    each(connections, calls, channel -> batch(channel, batch));
  }

  private interface Beginning {
    void begin(ManagedChannel channel);
  }

  private void each(int count, int calls, Beginning beginning) {
    for (int k = 0; k < count; k++) {
      ManagedChannel channel = connections.get();
      channels.add(channel);
      for (int call = 0; call < calls; call++) {
        beginning.begin(channel);
      }
    }
  }

  private <Q, A> void open(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q message, boolean ends) {
    ClientCall<Q, A> call = channel
        .newCall(method, CallOptions.DEFAULT.withDeadlineAfter(HOURS, TimeUnit.HOURS));
    call.start(new Counting<>(() -> {}), bearing(token));
    call.request(Integer.MAX_VALUE);
    call.sendMessage(message);
    if (ends) {
      call.halfClose();
    }
  }

  private void batch(ManagedChannel channel, BatchRecommendRequest batch) {
    if (over.get()) {
      return;
    }
    var call = channel.newCall(
        RecommendationServiceGrpc.getBatchRecommendMethod(),
        CallOptions.DEFAULT.withDeadlineAfter(HOURS, TimeUnit.HOURS));
    call.start(new Counting<>(() -> batch(channel, batch)), bearing(token));
    call.request(2);
    call.sendMessage(batch);
    call.halfClose();
  }

  /** Counts how calls end, and goes on with the next. */
  private final class Counting<A> extends ClientCall.Listener<A> {

    private final Runnable next;

    Counting(Runnable next) {
      this.next = next;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!over.get()) {
        (status.isOk() ? answered : refused).incrementAndGet();
        next.run();
      }
    }
  }

  @Override
  public void close() {
    over.set(true);
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
