package io.lethe.server.grpc;

import com.google.longrunning.Operation;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.lifecycle.ModelTrainingService;
import io.lethe.engine.lifecycle.TrainingRequest;
import io.lethe.server.access.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Trainings as operations, kept in memory: the last {@value #KEPT_OPERATIONS_MAX} of them, and not
 * over a restart, which ends a training without a trace. Thread-safe.
 */
final class TrainingOperations implements OperationSource {

  private static final String PREFIX = "operations/training-";
  private static final int KEPT_OPERATIONS_MAX = 1000;

  private final ModelTrainingService trainings;
  private final ExecutorService executor;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final StatusMapper statuses;
  private final Runnable afterTraining;
  /** By request id, the oldest first; guarded by this. */
  private final Map<UUID, TrainingJob> jobs = new LinkedHashMap<>();
  /** Guarded by this. */
  private long jobsBegun;

  /**
   * Trainings on an executor.
   *
   * @param executor runs one training per thread; its bounded queue is the bound on waiting ones
   * @param afterTraining run after each training, however it ended
   */
  TrainingOperations(
      ModelTrainingService trainings, ExecutorService executor, OperationSurroundings surroundings,
      Runnable afterTraining) {
    this.trainings = trainings;
    this.executor = executor;
    this.ids = surroundings.ids();
    this.clock = surroundings.clock();
    this.statuses = surroundings.statuses();
    this.afterTraining = afterTraining;
  }

  /** What operations take from the world. */
  record OperationSurroundings(Supplier<UUID> ids, InstantSource clock, StatusMapper statuses) {}

  /**
   * Begins a training, once per request id.
   *
   * @throws LetheException of kind {@code REQUEST_ID_REUSED}, or {@code OVERLOADED} if many wait
   */
  synchronized Operation begin(UUID requestId, TrainingRequest request) {
    TrainingJob known = jobs.get(requestId);
    if (known != null) {
      if (!known.request().equals(request)) {
        throw new LetheException(
            ErrorKind.REQUEST_ID_REUSED, "the request id came before with another payload");
      }
      return known.operation();
    }
    TrainingJob job = new TrainingJob(
        PREFIX + ids.get(), jobsBegun + 1, request, clock.instant(), statuses);
    try {
      job.startOn(executor, trainings, afterTraining);
    } catch (RejectedExecutionException full) {
      throw new LetheException(
          ErrorKind.OVERLOADED, "too many trainings wait; try again when one has ended", full);
    }
    jobsBegun++;
    jobs.put(requestId, job);
    forgetOldest();
    return job.operation();
  }

  private void forgetOldest() {
    if (jobs.size() > KEPT_OPERATIONS_MAX) {
      jobs.entrySet()
          .stream()
          .filter(entry -> entry.getValue().isDone())
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(jobs::remove);
    }
  }

  private synchronized Optional<TrainingJob> job(String name) {
    return jobs.values().stream().filter(job -> job.name().equals(name)).findFirst();
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Optional<Operation> find(String name) {
    return job(name).map(TrainingJob::operation);
  }

  @Override
  public synchronized Part part(long cursor, int max) {
    List<TrainingJob> rest = new ArrayList<>(jobs.values()).reversed()
        .stream()
        .filter(job -> job.number() <= cursor)
        .toList();
    return new Part(
        rest.stream().limit(max).map(TrainingJob::operation).toList(),
        rest.size() > max ? rest.get(max).number() : 0);
  }

  @Override
  public Runnable onDone(String name, Runnable listener) {
    return job(name).orElseThrow().onDone(listener);
  }

  @Override
  public void cancel(String name) {
    CallPrincipal.current().require(Role.TRAIN.text(), OperationsEndpoint.CANCEL);
    job(name).ifPresent(TrainingJob::cancel);
  }

  /** Ends every training that has not ended. */
  synchronized void cancelAll() {
    jobs.values().forEach(TrainingJob::cancel);
  }
}
