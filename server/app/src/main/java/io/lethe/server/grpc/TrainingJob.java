package io.lethe.server.grpc;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.lifecycle.ModelTrainingService;
import io.lethe.engine.lifecycle.TrainingListener;
import io.lethe.engine.lifecycle.TrainingRequest;
import io.lethe.engine.model.ModelVersion;
import io.lethe.spi.TrainingProgress;
import io.lethe.v1.TrainModelMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One training that somebody asked for. Thread-safe. */
final class TrainingJob implements TrainingListener {

  private final String name;
  private final long number;
  private final TrainingRequest request;
  private final StatusMapper statuses;
  private final CompletableFuture<Operation> result = new CompletableFuture<>();
  private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
  private volatile TrainModelMetadata metadata;
  /** As it was after the last epoch: what a training that is done tells. */
  private volatile TrainModelMetadata lastEpoch = TrainModelMetadata.getDefaultInstance();
  private volatile @Nullable Future<?> run;

  /**
   * A training.
   *
   * @param number from 1, in the order of acceptance
   */
  TrainingJob(
      String name, long number, TrainingRequest request, Instant accepted, StatusMapper statuses) {
    this.name = name;
    this.number = number;
    this.request = request;
    this.statuses = statuses;
    this.metadata = TrainModelMetadata.newBuilder()
        .setModel(ResourceNames.of(request.model()))
        .setPlugin(request.plugin())
        .setStartTime(WireTimes.of(accepted))
        .build();
  }

  String name() {
    return name;
  }

  long number() {
    return number;
  }

  TrainingRequest request() {
    return request;
  }

  boolean isDone() {
    return result.isDone();
  }

  void startOn(ExecutorService executor, ModelTrainingService trainings, Runnable afterwards) {
    run = executor.submit(() -> {
      Operation.Builder done = Operation.newBuilder().setName(name).setDone(true);
      try {
        ModelVersion version = trainings.train(request, this);
        metadata = metadata.toBuilder()
            .setEpoch(lastEpoch.getEpoch())
            .setEpochsMax(lastEpoch.getEpochsMax())
            .setFraction(1)
            .clearEta()
            .build();
        done.setResponse(Any.pack(WireModels.trained(version)));
      } catch (RuntimeException | Error failure) {
        done.setError(statuses.status(failure));
      }
      result.complete(done.setMetadata(Any.pack(metadata)).build());
      tell();
      afterwards.run();
    });
  }

  @Override
  public String work() {
    return name;
  }

  @Override
  public void stage(Stage stage) {
    metadata = metadata.toBuilder().setStage(switch (stage) {
      case READING -> TrainModelMetadata.Stage.STAGE_READING;
      case TRAINING -> TrainModelMetadata.Stage.STAGE_TRAINING;
      case PUBLISHING -> TrainModelMetadata.Stage.STAGE_PUBLISHING;
    }).build();
  }

  @Override
  public void chosen(String plugin) {
    metadata = metadata.toBuilder().setPlugin(plugin).build();
  }

  @Override
  public void epoch(TrainingProgress progress) {
    TrainModelMetadata.Builder next = metadata.toBuilder()
        .setEpoch(progress.epoch())
        .setEpochsMax(progress.epochsMax())
        .setFraction(progress.epochsMax() == 0 ? 0 : 1.0 * progress.epoch() / progress.epochsMax())
        .clearEta()
        .clearLoss()
        .clearValidationAuc()
        .clearValidationNdcg()
        .clearValidationEpoch();
    // After the last epoch the model is measured, checked, perhaps fitted again: no end is known.
    if (progress.remaining().isPositive()) {
      next.setEta(WireTimes.of(progress.remaining()));
    }
    if (Double.isFinite(progress.loss())) {
      next.setLoss(progress.loss());
    }
    if (Double.isFinite(progress.validationAuc())) {
      next.setValidationAuc(progress.validationAuc())
          .setValidationEpoch(progress.validationEpoch());
    }
    if (Double.isFinite(progress.validationNdcg())) {
      next.setValidationNdcg(progress.validationNdcg())
          .setValidationEpoch(progress.validationEpoch());
    }
    metadata = next.build();
    if (progress.epochsMax() > 0) {
      lastEpoch = metadata;
    }
  }

  /** As it is now. */
  Operation operation() {
    Operation done = result.getNow(null);
    return done == null
        ? Operation.newBuilder().setName(name).setMetadata(Any.pack(metadata)).build()
        : done;
  }

  /** Tells a listener once; what is returned ends the interest and leaves nothing behind. */
  Runnable onDone(Runnable listener) {
    Object key = new Object();
    listeners.put(key, listener);
    if (result.isDone()) {
      tell();
    }
    return () -> listeners.remove(key);
  }

  private void tell() {
    for (Object key : List.copyOf(listeners.keySet())) {
      Runnable listener = listeners.remove(key);
      if (listener != null) {
        listener.run();
      }
    }
  }

  /** A training that has not begun never will; one under way ends soon, without a version. */
  void cancel() {
    Future<?> started = run;
    if (started == null || result.isDone()) {
      return;
    }
    boolean begun = metadata.getStage() != TrainModelMetadata.Stage.STAGE_UNSPECIFIED;
    started.cancel(true);
    if (!begun) {
      LetheException cancelled = new LetheException(
          ErrorKind.CANCELLED, "the training was cancelled before it began");
      result.complete(
          Operation.newBuilder()
              .setName(name)
              .setDone(true)
              .setMetadata(Any.pack(metadata))
              .setError(statuses.status(cancelled))
              .build());
      tell();
    }
  }
}
