package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.ElementsIntoSet;
import io.lethe.engine.dsr.CallbackConfig;
import io.lethe.engine.dsr.StatusCallbacks;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.dsr.SubjectRequests;
import io.lethe.engine.dsr.SubjectResults;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.server.access.ResponseSigner;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.OpenDsrConfig;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.gateway.HttpMount;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.audit.AuditRecorder;
import io.lethe.server.opendsr.HttpCallbackSender;
import io.lethe.server.opendsr.OpenDsrApi;
import io.lethe.server.opendsr.OpenDsrHttp;
import io.lethe.store.ledger.SqliteErasureLedger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Data subject requests. */
@Module
final class OpenDsrModule {

  private static final RetryingLoop.Delays RETRIES = new RetryingLoop.Delays(
      Duration.ofSeconds(1), Duration.ofHours(1));

  private OpenDsrModule() {}

  /** What requests are carried out and remembered by. */
  static final class Rooms {
    private final Engine engine;
    private final SubjectRequestLedger ledger;
    private final SubjectDigests digests;
    private final Executors executors;
    private final AuditRecorder recorder;

    @Inject
    Rooms(
        Engine engine, SqliteErasureLedger ledger, InstallationKeys keys, Executors executors,
        InstantSource clock) {
      this.engine = engine;
      this.ledger = ledger.subjectRequests();
      this.digests = new SubjectDigests(keys.digestSecret());
      this.executors = executors;
      this.recorder = new AuditRecorder(ledger.auditTrail(), clock);
    }
  }

  @Provides
  @Singleton
  static Optional<OpenDsr> openDsr(
      Optional<ResponseSigner> signer, Rooms rooms, ServerConfig config, ServerAccess access,
      InstantSource clock) {
    return signer.map(signing -> parts(signing, rooms, config.openDsr(), access, clock));
  }

  /** None without a key to sign by. */
  @Provides
  @ElementsIntoSet
  static Set<HttpMount> mounts(Optional<OpenDsr> openDsr, AdmissionControl admission) {
    return openDsr
        .map(
            parts -> Set.of(
                new HttpMount(OpenDsrApi.PREFIX, calls -> new OpenDsrHttp(parts.api(), admission))))
        .orElse(Set.of());
  }

  private static OpenDsr parts(
      ResponseSigner signer, Rooms rooms, OpenDsrConfig config, ServerAccess access,
      InstantSource clock) {
    SubjectResults results = results(rooms.engine, config, clock);
    HttpCallbackSender sender = new HttpCallbackSender(signer, config, results::isOpen);
    StatusCallbacks callbacks = new StatusCallbacks(
        rooms.engine.erasures(), rooms.ledger, sender, clock,
        new StatusCallbacks.Threads(rooms.executors.callbacks(), rooms.executors.timer()),
        new CallbackConfig(config.callbacks().openMax(), RETRIES, config.callbacks().patience()));
    SubjectRequests requests = new SubjectRequests(
        new SubjectRequests.Rooms(
            rooms.engine.erasures(), rooms.engine.directory(), rooms.ledger, rooms.digests,
            callbacks, results),
        clock, config.models());
    OpenDsrApi api = new OpenDsrApi(
        requests, signer, access, config,
        new OpenDsrApi.World(clock, new SecureRandom(), rooms.recorder));
    return new OpenDsr(api, callbacks, sender, signer);
  }

  private static SubjectResults results(Engine engine, OpenDsrConfig config, InstantSource clock) {
    Set<ModelName> chosen = Set.copyOf(config.models());
    return new SubjectResults(
        new UserInteractions(engine.log(), model -> engine.directory().models().containsKey(model)),
        () -> engine.directory()
            .models()
            .keySet()
            .stream()
            .filter(model -> chosen.isEmpty() || chosen.contains(model))
            .sorted()
            .toList(),
        clock);
  }
}
