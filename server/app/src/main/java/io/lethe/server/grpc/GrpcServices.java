package io.lethe.server.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.plugin.folder.PluginShelf;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.admission.AdmissionInterceptor;
import io.lethe.server.grpc.admission.NamedModel;
import io.lethe.server.grpc.admission.Sharers;
import io.lethe.server.grpc.admission.WatchInterceptor;
import io.lethe.server.grpc.audit.AuditInterceptor;
import io.lethe.server.grpc.audit.AuditRecorder;
import io.lethe.spi.PluginContext;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Every service of the server with its interceptors, whatever the transport. Thread-safe. */
public final class GrpcServices {

  private final ServingHealth health;
  private final UnlearningEndpoint unlearning;
  private final EndingService interactions;
  private final TrainingOperations trainings;
  private final StatusMapper statuses;
  private final ServerInterceptor errors;
  private final ServerInterceptor taken;
  private final ServerInterceptor allowed;
  private final ServerInterceptor deadline;
  private final ServerInterceptor named = new NamedModel();
  private final List<ServerServiceDefinition> definitions = new ArrayList<>();

  /** What the services show. */
  public record Shown(
      Engine engine, PluginShelf plugins, PluginContext pluginContext, InteractionLog log,
      BindableService catalogs, EndingService interactions) {}

  /** A service whose streams are to be ended before the server is. */
  public interface EndingService extends BindableService {

    /** Ends every stream at its next message. */
    void endStreams();
  }

  /**
   * What the services take from the world.
   *
   * @param training runs trainings; its bounded queue bounds those that wait
   * @param timer short tasks only
   * @param ids random ids
   * @param random numbers of incidents
   * @param recorder writes down who did what
   */
  public record World(
      ExecutorService training, ScheduledExecutorService timer, InstantSource clock,
      Supplier<UUID> ids, RandomGenerator random, AuditRecorder recorder) {}

  /** Makes the services; nothing answers yet. */
  public GrpcServices(Shown shown, World world, ServerConfig config, ServerAccess access) {
    ServerConfig.Serving serving = config.serving();
    statuses = new StatusMapper(world.random());
    Engine engine = shown.engine();
    health = new ServingHealth(engine.directory(), engine.receipts());
    trainings = new TrainingOperations(
        engine.training(), world.training(),
        new TrainingOperations.OperationSurroundings(world.ids(), world.clock(), statuses),
        health::refresh);
    engine.erasures().onLook(health::erasures);
    unlearning = new UnlearningEndpoint(
        engine.erasures(), engine.readmission(), engine.directory());
    ModelEndpoint models = new ModelEndpoint(
        new ModelEndpoint.EngineParts(
            engine.directory(), engine.activation(), engine.aliases(), engine.training(),
            engine.removal(), engine.erasures(), engine.learner(), shown.plugins()),
        trainings, new TrainingCheck(shown.plugins(), shown.pluginContext(), shown.log()), health);
    List<OperationSource> operations = List.of(trainings, new ErasureOperations(engine.erasures()));

    taken = new AdmissionInterceptor(
        StatusMapper.overloaded("the server has more calls than it can take; try again later"),
        AccessInterceptor::shareFull);
    allowed = new AccessInterceptor(access, world.recorder());
    ServerInterceptor audited = new AuditInterceptor(
        world.recorder(), () -> CallPrincipal.current().name());
    errors = new ErrorInterceptor(statuses);
    deadline = new DeadlineInterceptor(
        new DeadlineInterceptor.Bounds(
            serving.deadline(), serving.deadlineMax(), serving.messageWait()),
        world.timer(), statuses);
    ServerInterceptor watches = new WatchInterceptor(
        StatusMapper.overloaded("this connection has as many watches and waits as it may have"));
    add(new RecommendationEndpoint(engine.recommender()), deadline);
    interactions = shown.interactions();
    add(interactions, watches, deadline, audited);
    add(shown.catalogs(), deadline, audited);
    add(models, deadline, audited);
    add(unlearning, watches, deadline, audited);
    add(
        new AuditEndpoint(engine.receipts(), world.recorder().trail(), config.configuration()),
        deadline);
    add(new OperationsEndpoint(operations, world.timer(), statuses), watches, deadline, audited);
    add(health.service(), deadline);
    if (serving.reflection()) {
      add(ProtoReflectionServiceV1.newInstance(), watches);
      add(olderReflection(), watches);
    }
  }

  /**
   * Reflection by its older name, for tools that know no other, such as Python's. gRPC deprecates the
   * name, not what it does.
   */
  @SuppressWarnings("deprecation")
  private static BindableService olderReflection() {
    return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
  }

  /**
   * No service without these three: around all else requests are bytes still, so that what is no
   * message is an error like any other; calls beyond what the server can take do not even have their
   * tokens looked at; and who may not call goes no further. The first of the others is the outermost.
   */
  private void add(BindableService service, ServerInterceptor... others) {
    ServerServiceDefinition inner = ServerInterceptors
        .interceptForward(ServerInterceptors.intercept(service, named), others);
    definitions.add(asBytes(ServerInterceptors.interceptForward(inner, taken, allowed)));
  }

  private ServerServiceDefinition asBytes(ServerServiceDefinition service) {
    return ServerInterceptors
        .intercept(ServerInterceptors.useMarshalledMessages(service, new MessageBytes()), errors);
  }

  /**
   * Messages that stay bytes, as they came. gRPC's own marshaller of bytes wraps each answer in a
   * buffered stream, which hides that the answer can write itself ({@link io.grpc.Drainable}): gRPC
   * then copies it through 8 KiB made for that call.
   */
  static final class MessageBytes implements Marshaller<InputStream> {

    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return message;
    }
  }

  /**
   * Recommendations as callers get them, for a server that calls itself: the same interceptors, but
   * for the one that asks who calls.
   */
  public ServerServiceDefinition recommendations(ItemRecommender recommender) {
    ServerServiceDefinition inner = ServerInterceptors
        .interceptForward(new RecommendationEndpoint(recommender), deadline);
    return asBytes(ServerInterceptors.interceptForward(inner, taken));
  }

  /** Whose share of the places a call counts to before it is known whose it is. */
  public static Sharers sharers(ServerAccess access) {
    return AccessInterceptor.sharers(access);
  }

  /** What a transport is to offer. */
  public List<ServerServiceDefinition> definitions() {
    return List.copyOf(definitions);
  }

  /** What a caller is told about a failure that came to no service. */
  public StatusRuntimeException status(Throwable failure) {
    return statuses.exception(failure);
  }

  /** The engine has started: calls are welcome. */
  public void ready() {
    health.refresh();
  }

  /** The server goes down: says so, ends streams, cancels trainings. */
  public void end() {
    health.end();
    unlearning.endStreams();
    interactions.endStreams();
    trainings.cancelAll();
  }
}
