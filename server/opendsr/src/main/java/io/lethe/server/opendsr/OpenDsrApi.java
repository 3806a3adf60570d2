package io.lethe.server.opendsr;

import io.lethe.engine.dsr.SubjectRequests;
import io.lethe.engine.dsr.SubjectResults;
import io.lethe.server.access.ResponseSigner;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.grpc.audit.AuditRecorder;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Data subject requests as OpenDSR 2.0 has them, whatever the transport. Thread-safe. */
final class OpenDsrApi {

  /** Of its paths; the version is the specification's. */
  public static final String PREFIX = "/opendsr/v2";

  /** As the audit trail has it. */
  private static final String LOOKED = "ListInteractions";

  /** Bytes of one request at most. */
  public static final int BODY_BYTES_MAX = 65_536;

  private final SubjectRequests requests;
  private final ResponseSigner signer;
  private final DsrCallers callers;
  private final DsrRequests reader;
  private final DsrAnswers answers;
  private final DsrErrors errors;
  private final InstantSource clock;
  private final AuditRecorder recorder;

  /**
   * What the answers take from the world.
   *
   * @param random numbers of incidents
   * @param recorder writes down who looked at what is held of a person
   */
  public record World(InstantSource clock, RandomGenerator random, AuditRecorder recorder) {}

  /** For a processor; nothing answers yet. */
  public OpenDsrApi(
      SubjectRequests requests, ResponseSigner signer, ServerAccess access, OpenDsrConfig config,
      World world) {
    this.requests = requests;
    this.signer = signer;
    this.callers = new DsrCallers(access);
    this.reader = new DsrRequests(new CallbackHosts(config.callbacks().hosts()), signer.domain());
    this.answers = new DsrAnswers(signer.domain(), config.baseUrl(), requests.results()::isOpen);
    this.errors = new DsrErrors(world.random());
    this.clock = world.clock();
    this.recorder = world.recorder();
  }

  /** Decides about a call by its head; never waits. */
  DsrEntry enter(DsrCall call) {
    List<DsrRoute> routes = DsrRoute.of(call.path());
    if (routes.isEmpty()) {
      return new DsrEntry.Refused(DsrErrors.pathNotFound());
    }
    Optional<DsrRoute> route = DsrRoute.of(call.verb(), call.path());
    if (route.isEmpty()) {
      List<String> verbs = routes.stream().map(each -> each.operation().verb()).toList();
      return new DsrEntry.Refused(DsrErrors.methodNotAllowed(verbs));
    }
    try {
      return new DsrEntry.Allowed(route.get(), caller(call, route.get()));
    } catch (RuntimeException failure) {
      return new DsrEntry.Refused(errors.of(failure));
    }
  }

  private DsrCallers.Caller caller(DsrCall call, DsrRoute route) {
    return route.operation()
        .method()
        .map(method -> callers.caller(call, method))
        .orElse(DsrCallers.ANYBODY);
  }

  /**
   * Answers a call; may wait for the disk.
   *
   * @param body not copied; at most {@link #BODY_BYTES_MAX}
   */
  DsrAnswer answer(DsrEntry.Allowed call, byte[] body) {
    try {
      return answer(call.route(), call.caller(), body);
    } catch (RuntimeException failure) {
      return errors.of(failure);
    }
  }

  private DsrAnswer answer(DsrRoute route, DsrCallers.Caller caller, byte[] body) {
    return switch (route.operation()) {
      case DISCOVERY -> DsrAnswer.json(200, answers.discovery());
      case CERTIFICATE -> new DsrAnswer(
          200, Map.of(DsrAnswer.CONTENT_TYPE, "application/x-pem-file"), signer.certificate());
      case CREATE ->
        signed(201, answers.receipt(requests.accept(reader.order(body, caller.name())), body));
      case STATUS -> signed(200, answers.status(requests.state(DsrRequests.id(route.id()))));
      case RESULTS -> signed(DsrAnswer.json(200, DsrResults.json(results(route, caller))));
      case RESULTS_CSV -> signed(
          new DsrAnswer(
              200, Map.of(DsrAnswer.CONTENT_TYPE, "text/csv; charset=utf-8"),
              DsrResults.csv(results(route, caller))));
      case CANCEL -> signed(
          202,
          answers.cancelled(
              requests.cancel(DsrRequests.id(route.id()), caller.name(), caller.approver()),
              clock.instant()));
    };
  }

  private List<SubjectResults.Held> results(DsrRoute route, DsrCallers.Caller caller) {
    List<SubjectResults.Held> held = requests.results().of(DsrRequests.id(route.id()));
    if (held.isEmpty()) {
      recorder.done(caller.name(), LOOKED, "");
    }
    held.forEach(each -> recorder.done(caller.name(), LOOKED, "models/" + each.model()));
    return held;
  }

  private DsrAnswer signed(int status, byte[] body) {
    return signed(DsrAnswer.json(status, body));
  }

  private DsrAnswer signed(DsrAnswer plain) {
    Map<String, String> headers = new HashMap<>(plain.headers());
    headers.putAll(DsrSignature.headers(signer, plain.body()));
    return new DsrAnswer(plain.status(), headers, plain.body());
  }
}
