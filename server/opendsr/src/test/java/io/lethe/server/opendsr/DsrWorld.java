package io.lethe.server.opendsr;

import com.linecorp.armeria.server.Server;
import io.lethe.engine.audit.AuditTrail;
import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.catalog.FilterLanguage;
import io.lethe.engine.dsr.CallbackConfig;
import io.lethe.engine.dsr.StatusCallbacks;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.dsr.SubjectRequests;
import io.lethe.engine.dsr.SubjectResults;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.erasure.run.ErasureThreads;
import io.lethe.engine.erasure.run.ErasureTime;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.lifecycle.EngineConfig;
import io.lethe.engine.lifecycle.EngineIdentity;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.lifecycle.EngineThreads;
import io.lethe.engine.lifecycle.RetrainingConfig;
import io.lethe.engine.lifecycle.TrainingListener;
import io.lethe.engine.lifecycle.TrainingRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.engine.tiny.TinyRatings;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.server.access.ResponseSigner;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.CallLimits;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.audit.AuditRecorder;
import io.lethe.spi.PluginContext;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.UnlearningConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A processor on a real data folder, with a tiny model family, behind real HTTP. */
final class DsrWorld implements AutoCloseable {

  static final ModelName MOVIES = new ModelName("movies");
  static final ModelName BOOKS = new ModelName("books");
  static final String PREFIX = "/opendsr/v2";
  private static final CallLimits LIMITS = new CallLimits(
      64, Duration.ofSeconds(1), 64, 64, 64, 8, 64);

  private final DataFolder folder;
  private final SqlErasureLedger sqlite;
  private final SubjectRequestLedger ledger;
  private final ExecutorService work = Executors.newFixedThreadPool(2);
  private final ExecutorService sending = StatusCallbacks.newSending();
  private final ExecutorService calls = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final Engine engine;
  private final StatusCallbacks callbacks;
  private final HttpCallbackSender sender;
  private final OpenDsrHttp service;
  private final Server server;
  private volatile boolean broken;

  /** How one differs from others. */
  record Options(
      ErasurePolicy policy, ServerAccess access, ResponseSigner signer, OpenDsrConfig config,
      UnaryOperator<SubjectRequestLedger> ledger, CallLimits limits, double stepMax) {

    Options with(ErasurePolicy other) {
      return new Options(other, access, signer, config, ledger, limits, stepMax);
    }

    Options with(UnaryOperator<SubjectRequestLedger> other) {
      return new Options(policy, access, signer, config, other, limits, stepMax);
    }

    Options with(OpenDsrConfig.Callbacks other) {
      return new Options(
          policy, access, signer,
          new OpenDsrConfig(null, config.domain(), config.baseUrl(), config.models(), other),
          ledger, limits, stepMax);
    }

    Options withModels(ModelName... models) {
      return new Options(
          policy, access, signer,
          new OpenDsrConfig(
              null, config.domain(), config.baseUrl(), List.of(models), config.callbacks()),
          ledger, limits, stepMax);
    }

    /** No influence update passes: every erasure is a training. */
    Options retraining() {
      return new Options(policy, access, signer, config, ledger, limits, 1e-9);
    }

    Options withCallsMax(int max) {
      return new Options(
          policy, access, signer, config, ledger,
          new CallLimits(1, Duration.ofSeconds(1), max, max, max, max, max), stepMax);
    }
  }

  /** One whose erasures go on at once, which may call some hosts. */
  static Options options(ResponseSigner signer, ServerAccess access, String... hosts) {
    return new Options(
        ErasurePolicy.open(), access, signer,
        new OpenDsrConfig(null, "", "", List.of(), callbacks(Duration.ofHours(1), hosts)),
        real -> real, LIMITS, 100);
  }

  static OpenDsrConfig.Callbacks callbacks(Duration patience, String... hosts) {
    return new OpenDsrConfig.Callbacks(List.of(hosts), patience, Duration.ofMinutes(1), 100);
  }

  DsrWorld(Path root, Options options) {
    folder = DataFolder.open(root);
    sqlite = new SqlErasureLedger(folder);
    ledger = options.ledger().apply(sqlite.subjectRequests());
    InstallationKeys keys = new FileInstallationKeyStore(
        folder, sqlite::isEmpty, new SecureRandom()).loadOrCreate();
    FileInteractionLog log = new FileInteractionLog(folder);
    engine = engine(options, keys, log);
    InstantSource clock = InstantSource.system();
    SubjectResults results = new SubjectResults(
        new UserInteractions(engine.log(), model -> engine.directory().models().containsKey(model)),
        () -> engine.directory().models().keySet(), clock);
    sender = new HttpCallbackSender(options.signer(), options.config(), results::isOpen);
    callbacks = new StatusCallbacks(
        engine.erasures(), ledger, sender, clock, new StatusCallbacks.Threads(sending, timer),
        new CallbackConfig(
            options.config().callbacks().openMax(),
            new RetryingLoop.Delays(Duration.ofMillis(10), Duration.ofMillis(40)),
            options.config().callbacks().patience()));
    SubjectRequests requests = new SubjectRequests(
        new SubjectRequests.Rooms(
            engine.erasures(), engine.directory(), ledger, new SubjectDigests(keys.digestSecret()),
            callbacks, results),
        clock, options.config().models());
    OpenDsrApi api = new OpenDsrApi(
        requests, options.signer(), options.access(), options.config(), new OpenDsrApi.World(
            clock, new SecureRandom(), new AuditRecorder(sqlite.auditTrail(), clock)));
    AdmissionControl admission = new AdmissionControl(
        new AdmissionControl.CallThreads(calls, calls, calls, calls, calls, 1), options.limits(),
        System::nanoTime);
    service = new OpenDsrHttp(api, admission);
    server = Server.builder()
        .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .serviceUnder(PREFIX, service)
        .build();
    engine.start();
    callbacks.start();
    server.start().join();
  }

  private Engine engine(Options options, InstallationKeys keys, FileInteractionLog log) {
    TinyPlugin plugin = TinyPlugin.differentiable(this::epoch);
    ErasureConfig erasures = new ErasureConfig(
        64, 1000, 100, 1, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ZERO,
        Duration.ofDays(30), options.policy());
    return new Engine(
        new EnginePorts(
            sqlite, new FileCheckpointStore(folder), log, sqlite.appends(), sqlite.aliases(),
            new CatalogParts(sqlite.catalogs(), FilterLanguage.none())),
        PluginCatalog.of(List.of(new InstalledPlugin(plugin.name(), plugin)), List.of()),
        new EngineIdentity(
            keys, statement -> statement.toString().getBytes(StandardCharsets.UTF_8), "test"),
        new EngineThreads(
            new ErasureThreads(work, work, timer), work,
            new PluginContext(Runnable::run, 1, Instant::now)),
        new ErasureTime(InstantSource.system(), System::nanoTime, UUID::randomUUID),
        new EngineConfig(
            Duration.ofSeconds(20), 10_000, 3, 3, erasures,
            RetrainingConfig.of(false, Duration.ZERO), Effort.AUTO, UnlearningConfig.defaults()
                .with(new UnlearningConfig.Gates(options.stepMax(), 100, 0, 1e9, 1, 64))));
  }

  private void epoch() {
    if (broken) {
      throw new IllegalStateException("no training ends any more");
    }
  }

  /** From now on every training fails. */
  void breakTraining() {
    broken = true;
  }

  /** Takes interactions in; the users are {@code <prefix>0} to {@code <prefix>39}. */
  void add(ModelName model, String prefix) {
    var _ = engine.intake().add(model, TinyRatings.of(1, prefix));
  }

  /** The same, and trains on them. */
  void train(ModelName model, String prefix) {
    add(model, prefix);
    ModelVersion _ = engine.training()
        .train(TrainingRequest.of(model, "tiny", Map.of(), 5), TrainingListener.none());
  }

  Engine engine() {
    return engine;
  }

  /** Who did what, the latest first. */
  List<String> audited() {
    return sqlite.auditTrail()
        .list(AuditTrail.AuditPage.FIRST, 100)
        .events()
        .stream()
        .map(event -> event.principal() + " " + event.action() + " " + event.resource())
        .toList();
  }

  SubjectRequestLedger ledger() {
    return ledger;
  }

  StatusCallbacks callbacks() {
    return callbacks;
  }

  OpenDsrHttp service() {
    return service;
  }

  String url() {
    return "http://127.0.0.1:" + server.activeLocalPort() + PREFIX;
  }

  @Override
  public void close() {
    // Nothing is under way, and its event loops take two seconds to end.
    var _ = server.stop();
    callbacks.close();
    sender.close();
    engine.close();
    for (ExecutorService pool : List.of(timer, sending, calls, work)) {
      pool.shutdownNow();
      try {
        if (!pool.awaitTermination(2, TimeUnit.MINUTES)) {
          throw new IllegalStateException("a thread did not end");
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    sqlite.close();
    folder.close();
  }
}
