package io.lethe.server.opendsr;

import io.lethe.engine.dsr.CallbackConfig;
import io.lethe.engine.dsr.StatusCallbacks;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.dsr.SubjectRequests;
import io.lethe.engine.dsr.SubjectResults;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.server.access.ResponseSigner;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.extension.RunningExtension;
import io.lethe.server.extension.ServerExtension;
import io.lethe.server.extension.ServerParts;
import io.lethe.server.grpc.audit.AuditRecorder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Data subject requests, for the server to find. */
public final class OpenDsrExtension implements ServerExtension {

  private static final RetryingLoop.Delays RETRIES = new RetryingLoop.Delays(
      Duration.ofSeconds(1), Duration.ofHours(1));

  /** Empty without a key to sign by. */
  @Override
  public Optional<Prepared> prepare(ServerConfig config, InstantSource clock) {
    OpenDsrConfig openDsr = OpenDsrConfig.of(config.configuration());
    return Optional.ofNullable(openDsr.signing())
        .map(files -> new ResponseSigner(files.certificate(), files.key(), openDsr.domain(), clock))
        .map(signer -> parts -> open(signer, openDsr, parts));
  }

  private static RunningExtension open(
      ResponseSigner signer, OpenDsrConfig config, ServerParts parts) {
    Engine engine = parts.engine();
    InstantSource clock = parts.clock();
    SubjectRequestLedger ledger = parts.ledger().subjectRequests();
    SubjectResults results = results(engine, config, clock);
    HttpCallbackSender sender = new HttpCallbackSender(signer, config, results::isOpen);
    StatusCallbacks callbacks = new StatusCallbacks(
        engine.erasures(), ledger, sender, clock,
        new StatusCallbacks.Threads(parts.outgoing(), parts.timer()),
        new CallbackConfig(config.callbacks().openMax(), RETRIES, config.callbacks().patience()));
    SubjectRequests requests = new SubjectRequests(
        new SubjectRequests.Rooms(
            engine.erasures(), engine.directory(), ledger,
            new SubjectDigests(parts.keys().digestSecret()), callbacks, results),
        clock, config.models());
    AuditRecorder recorder = new AuditRecorder(parts.ledger().auditTrail(), clock);
    OpenDsrApi api = new OpenDsrApi(
        requests, signer, parts.access(), config,
        new OpenDsrApi.World(clock, new SecureRandom(), recorder));
    return new RunningOpenDsr(new OpenDsrHttp(api, parts.admission()), callbacks, sender, signer);
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
