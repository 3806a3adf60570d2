package io.lethe.client;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import io.grpc.Deadline;
import io.grpc.Status;
import io.lethe.v1.TrainModelMetadata;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An accepted training. Holds nothing but its name; thread-safe. */
public final class TrainingHandle {

  private static final Duration LOOK_MAX = Duration.ofSeconds(1);

  private final Calls calls;
  private final String name;

  TrainingHandle(Calls calls, String name) {
    this.calls = calls;
    this.name = name;
  }

  /** {@code operations/{id}}; keep it to ask again later. */
  public String name() {
    return name;
  }

  /** Asks the server to stop; the model stays as it was. */
  public void cancel() {
    calls.unary(
        OperationsGrpc.getCancelOperationMethod(),
        CancelOperationRequest.newBuilder().setName(name).build());
  }

  /**
   * Waits until the version is trained and active.
   *
   * @param progress told at least every second, on the calling thread
   * @param timeout for how long; when it is over, the training goes on at the server all the same
   * @throws LetheException if the training failed, with its reason; with status DEADLINE_EXCEEDED
   *     after the timeout; with status CANCELLED if the thread is interrupted
   */
  public ModelVersion await(Consumer<TrainingProgress> progress, Duration timeout) {
    Deadline until = Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
    while (true) {
      Operation operation = look(until);
      if (operation.hasMetadata()) {
        progress.accept(
            Models.progress(Wire.unpack(operation.getMetadata(), TrainModelMetadata.class)));
      }
      if (operation.getDone()) {
        return result(operation);
      }
      if (until.isExpired()) {
        throw LetheException.of(
            Status.Code.DEADLINE_EXCEEDED,
            name + " had not ended after " + timeout + "; it goes on at the server");
      }
    }
  }

  /** The training as it is when it ends, and else after a second at most. */
  private Operation look(Deadline until) {
    long nanos = Math
        .min(LOOK_MAX.toNanos(), Math.max(0, until.timeRemaining(TimeUnit.NANOSECONDS)));
    WaitOperationRequest request = WaitOperationRequest.newBuilder()
        .setName(name)
        .setTimeout(Wire.duration(Duration.ofNanos(nanos)))
        .build();
    return calls.longer(LOOK_MAX).unary(OperationsGrpc.getWaitOperationMethod(), request);
  }

  private static ModelVersion result(Operation operation) {
    if (operation.hasError()) {
      throw LetheException.of(operation.getError());
    }
    return Models.version(Wire.unpack(operation.getResponse(), io.lethe.v1.ModelVersion.class));
  }
}
