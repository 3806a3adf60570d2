package io.lethe.server.grpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.lifecycle.ModelDirectory;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelStatus;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code grpc.health.v1} says. Each model has its own name, {@code models/NAME}, and is
 * NOT_SERVING while it has no version that answers. Recommendations and the server as a whole are
 * NOT_SERVING only where every model that was ever trained is, so that one damaged model does not take
 * the others from their callers; the services by which that is repaired serve on. Whether an erasure
 * is stuck is the health of a name of its own, {@code lethe.erasures}. While the receipt log
 * contradicts what it signed before, all of these and the audit service are NOT_SERVING. Thread-safe.
 */
final class ServingHealth {

  private static final String WHOLE_SERVER = HealthStatusManager.SERVICE_NAME_ALL_SERVICES;
  private static final List<String> BY_MODELS = List
      .of(WHOLE_SERVER, RecommendationServiceGrpc.SERVICE_NAME);
  private static final List<String> ALWAYS = List
      .of(ModelServiceGrpc.SERVICE_NAME, UnlearningServiceGrpc.SERVICE_NAME);

  /** Whether erasures are carried out in time; taking requests does not depend on it. */
  private static final String ERASURES = "lethe.erasures";

  private final HealthStatusManager manager = new HealthStatusManager();
  /** Models that have a status; guarded by itself. */
  private final Set<ModelName> told = new HashSet<>();
  private final ModelDirectory directory;
  private final ReceiptLog receipts;

  ServingHealth(ModelDirectory directory, ReceiptLog receipts) {
    this.directory = directory;
    this.receipts = receipts;
    manager.setStatus(AuditServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    BY_MODELS.forEach(service -> manager.setStatus(service, ServingStatus.NOT_SERVING));
    ALWAYS.forEach(service -> manager.setStatus(service, ServingStatus.NOT_SERVING));
    manager.setStatus(ERASURES, ServingStatus.SERVING);
  }

  /** Says whether some erasure is not carried out in time. */
  void erasures(boolean stuck) {
    manager.setStatus(ERASURES, status(!stuck && receipts.refusal().isEmpty()));
  }

  BindableService service() {
    return manager.getHealthService();
  }

  /** Looks at the models anew: after the start, and when one has a new version. */
  void refresh() {
    Map<ModelName, ModelStatus> models = directory.models();
    synchronized (told) {
      told.stream()
          .filter(gone -> !models.containsKey(gone))
          .forEach(gone -> manager.clearStatus(ResourceNames.of(gone)));
      told.retainAll(models.keySet());
      told.addAll(models.keySet());
    }
    models.forEach(
        (model, now) -> manager
            .setStatus(ResourceNames.of(model), status(now instanceof ModelStatus.Serving)));
    boolean trusted = receipts.refusal().isEmpty();
    boolean broken = models.values().stream().anyMatch(ServingHealth::isBroken);
    boolean answers = models.values().stream().anyMatch(now -> now instanceof ModelStatus.Serving);
    BY_MODELS
        .forEach(service -> manager.setStatus(service, status(trusted && (answers || !broken))));
    ALWAYS.forEach(service -> manager.setStatus(service, ServingStatus.SERVING));
    manager.setStatus(AuditServiceGrpc.SERVICE_NAME, status(trusted));
    if (!trusted) {
      erasures(false);
    }
  }

  private static ServingStatus status(boolean serving) {
    return serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }

  /** A model whose version is being loaded, or that was never trained, is no fault. */
  private static boolean isBroken(ModelStatus status) {
    return status instanceof ModelStatus.NotReady(var reason)
        && reason.kind() != ErrorKind.MODEL_NOT_READY;
  }

  /** Says NOT_SERVING from now on, whatever happens. */
  void end() {
    manager.enterTerminalState();
  }
}
