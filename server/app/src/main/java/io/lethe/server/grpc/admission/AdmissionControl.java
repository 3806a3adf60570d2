package io.lethe.server.grpc.admission;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthGrpc;
import io.lethe.server.config.CallLimits;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Decides, on the transport's thread and before a call's message is read, whether the call is taken,
 * and on which threads it runs: recommendations for one, batches, requests to forget and everything
 * else each have threads and a limit of their own, so that none stands in the way of a more urgent
 * kind. A call that
 * is turned away never waits behind work. Health is answered from memory at any time. Thread-safe;
 * one for all ports.
 */
public final class AdmissionControl extends ServerStreamTracer.Factory
    implements
      ServerCallExecutorSupplier {

  private static final Duration WINDOW = Duration.ofMillis(100);

  private static final String BATCH = RecommendationServiceGrpc.getBatchRecommendMethod()
      .getFullMethodName();
  private static final String UNLEARNING = UnlearningServiceGrpc.SERVICE_NAME + "/";
  private static final Set<String> URGENT = Set
      .of(UNLEARNING + "Unlearn", UNLEARNING + "ApproveErasure", UNLEARNING + "CancelErasure");
  private static final String CATALOGS = CatalogServiceGrpc.SERVICE_NAME + "/";
  private static final Set<String> INTAKE = Set.of(
      InteractionServiceGrpc.SERVICE_NAME + "/AppendInteractions",
      InteractionServiceGrpc.SERVICE_NAME + "/ImportInteractions", CATALOGS + "UpdateItems",
      CATALOGS + "DeleteItems");
  private static final ServerStreamTracer NOT_COUNTED = new ServerStreamTracer() {};
  private static final String HEALTH_WATCH = HealthGrpc.getWatchMethod().getFullMethodName();
  /** They need no identity, so they are bounded for all callers together, and by address. */
  private static final int HEALTH_WATCHES_MAX = 1_024;

  private final CallLane serving;
  private final CallLane batches;
  private final CallLane unlearning;
  private final CallLane intake;
  private final CallLane control;
  private final CallLane health;
  private final LongSupplier nanoClock;
  private final CallMeter meter;
  private final Sharers sharers;

  /**
   * Where calls run.
   *
   * @param serving recommendations for one user or history
   * @param batches recommendations for many users, for which nobody waits at a screen
   * @param unlearning requests to forget, approvals and cancellations
   * @param intake interactions and items that come in
   * @param control everything else
   * @param servingThreads threads of {@code serving}, and of {@code batches}
   */
  public record CallThreads(
      Executor serving, Executor batches, Executor unlearning, Executor intake, Executor control,
      int servingThreads) {}

  /** With nothing under way, for callers who are all alike, and measured by none. */
  public AdmissionControl(CallThreads threads, CallLimits limits, LongSupplier nanoClock) {
    this(threads, limits, nanoClock, CallMeter.NONE, headers -> Sharers.NOBODY);
  }

  /** With nothing under way. */
  public AdmissionControl(
      CallThreads threads, CallLimits limits, LongSupplier nanoClock, CallMeter meter,
      Sharers sharers) {
    this.meter = meter;
    this.sharers = sharers;
    this.nanoClock = nanoClock;
    AdaptiveLimit.Bounds bounds = new AdaptiveLimit.Bounds(
        threads.servingThreads(), limits.servingMax(), limits.servingWait(), WINDOW);
    this.serving = new CallLane(new AdaptiveLimit(bounds, nanoClock), threads.serving());
    this.batches = new CallLane(new AdaptiveLimit(bounds, nanoClock), threads.batches());
    this.unlearning = new CallLane(new FixedLimit(limits.unlearningMax()), threads.unlearning());
    this.intake = new CallLane(new FixedLimit(limits.intakeMax()), threads.intake());
    this.control = new CallLane(new FixedLimit(limits.controlMax()), threads.control());
    this.health = new CallLane(new FixedLimit(HEALTH_WATCHES_MAX), Runnable::run);
  }

  private AdmissionControl(AdmissionControl open, CallLane administration) {
    this.nanoClock = open.nanoClock;
    this.meter = open.meter;
    this.sharers = open.sharers;
    this.serving = open.serving;
    this.batches = open.batches;
    this.unlearning = open.unlearning;
    this.intake = open.intake;
    this.health = open.health;
    this.control = administration;
  }

  /**
   * For the port of administration: recommendations, appends and requests to forget share the places of
   * the public port, everything else has places of its own, which the public port cannot use up.
   */
  public AdmissionControl forAdministration() {
    return new AdmissionControl(this, control.beside(new FixedLimit(control.limit().callsMax())));
  }

  /** Called once for every stream, before anything else. */
  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    String service = fullMethodName.substring(0, Math.max(0, fullMethodName.lastIndexOf('/')));
    if (fullMethodName.equals(HEALTH_WATCH)) {
      return new Admission(health, nanoClock);
    }
    if (service.equals(HealthGrpc.SERVICE_NAME)) {
      return NOT_COUNTED;
    }
    return new Admission(
        lane(service, fullMethodName), nanoClock, fullMethodName, meter, sharers.of(headers));
  }

  private CallLane lane(String service, String fullMethodName) {
    if (service.equals(RecommendationServiceGrpc.SERVICE_NAME)) {
      return fullMethodName.equals(BATCH) ? batches : serving;
    }
    if (INTAKE.contains(fullMethodName)) {
      return intake;
    }
    return URGENT.contains(fullMethodName) ? unlearning : control;
  }

  /**
   * Takes a call of a transport of another kind, with the place and the threads of the method that it
   * stands for; what it gives is to be closed when the call is over. The meter is not told.
   *
   * @param method as {@code package.Service/Method}
   * @return empty if there are too many calls
   */
  public Optional<CallPlace> take(String method) {
    String service = method.substring(0, Math.max(0, method.lastIndexOf('/')));
    Admission admission = new Admission(lane(service, method), nanoClock);
    return admission.taken() ? Optional.of(new CallPlace(admission)) : Optional.empty();
  }

  /** On the transport's thread, in the call's context. */
  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    Admission admission = Admission.OF_CALL.get();
    return admission == null ? Runnable::run : admission;
  }

  /** How each kind of calls gets on, by its name. */
  public Map<String, LaneCounts> counts() {
    return Map.of(
        "recommend", serving.counts(), "batch", batches.counts(), "unlearn", unlearning.counts(),
        "append", intake.counts(), "control", control.counts());
  }
}
