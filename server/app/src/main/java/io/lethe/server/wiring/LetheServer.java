package io.lethe.server.wiring;

import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.Plugins;
import io.lethe.server.access.AccessCounts;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.extension.RunningExtension;
import io.lethe.server.extension.ServerExtension;
import io.lethe.server.gateway.GatewayServer;
import io.lethe.server.grpc.GrpcServer;
import io.lethe.server.grpc.GrpcServices;
import io.lethe.server.grpc.warm.KnownUsers;
import io.lethe.server.grpc.warm.SelfCalls;
import io.lethe.server.hook.TrainingHook;
import io.lethe.server.logs.EngineLog;
import io.lethe.server.metrics.Metrics;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.ledger.SqlErasureLedger;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. Thread-safe. */
public final class LetheServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LetheServer.class);
  private static final long PLUGINS_LOOKED_AT_MILLIS = 250;

  private final ServerConfig config;
  private final DataFolder folder;
  private final SqlErasureLedger ledger;
  private final Executors executors;
  private final Engine engine;
  private final Plugins plugins;
  private final TrainingHook hook;
  private final EngineLog log;
  private final GrpcServices services;
  private final GrpcServer transport;
  private final ServerAccess access;
  private final Metrics metrics;
  private final GatewayServer gateway;
  private final List<RunningExtension> extensions;
  private final AtomicBoolean closed = new AtomicBoolean();

  @Inject
  LetheServer(ServerConfig config, Stores stores, Executors executors, Rooms rooms, Doors doors) {
    this.config = config;
    this.folder = stores.folder;
    this.ledger = stores.ledger;
    this.executors = executors;
    this.engine = rooms.engine;
    this.plugins = rooms.plugins;
    this.hook = rooms.hook;
    this.log = rooms.log;
    this.services = rooms.services;
    this.transport = doors.transport;
    this.access = doors.access;
    this.metrics = doors.metrics;
    this.gateway = doors.gateway;
    this.extensions = doors.extensions;
  }

  /** What is closed last. */
  static final class Stores {
    private final DataFolder folder;
    private final SqlErasureLedger ledger;

    @Inject
    Stores(DataFolder folder, SqlErasureLedger ledger) {
      this.folder = folder;
      this.ledger = ledger;
    }
  }

  /** Where calls come in. */
  static final class Doors {
    private final GrpcServer transport;
    private final ServerAccess access;
    private final Metrics metrics;
    private final GatewayServer gateway;
    private final List<RunningExtension> extensions;

    @Inject
    Doors(
        GrpcServer transport, ServerAccess access, Metrics metrics, GatewayServer gateway,
        List<RunningExtension> extensions) {
      this.transport = transport;
      this.access = access;
      this.metrics = metrics;
      this.gateway = gateway;
      this.extensions = extensions;
    }
  }

  /** What is closed first. */
  static final class Rooms {
    private final Engine engine;
    private final Plugins plugins;
    private final GrpcServices services;
    private final TrainingHook hook;
    private final EngineLog log;

    @Inject
    Rooms(Engine engine, Plugins plugins, GrpcServices services, TrainingHook hook, EngineLog log) {
      this.log = log;
      this.engine = engine;
      this.hook = hook;
      this.plugins = plugins;
      this.services = services;
    }
  }

  /**
   * Opens the data folder, loads plugins and active versions, takes up unfinished erasures,
   * listens, calls itself for a moment, and then says SERVING. To be closed.
   *
   * @throws io.lethe.engine.LetheException of kind {@code STORAGE_FAILED} if another server has the
   *     folder or the disk refuses
   * @throws IOException if a port is taken
   * @throws io.lethe.server.config.ConfigException if others could reach it in plain text or without
   *     saying who they are, or a file of keys, certificates or roles cannot be used
   */
  public static LetheServer start(ServerConfig config) throws IOException {
    config.checkReach();
    // Before anything is opened that would have to be closed again.
    ServerAccess access = new ServerAccess(config.access(), InstantSource.system());
    List<ServerExtension.Prepared> extensions = ExtensionModule
        .prepared(config, InstantSource.system());
    ServerComponent parts = DaggerServerComponent.factory().create(config, access, extensions);
    LetheServer server = parts.server();
    try {
      server.log.start();
      server.metrics.start();
      server.hook.listen(server.engine.elsewhere());
      server.engine.start();
      server.extensions.forEach(RunningExtension::start);
      server.lookAfterPlugins();
      server.transport.start();
      server.gateway.start();
      server.folder.announce(address(config, server.port()));
      server.warm(parts.selfCalls());
      server.services.ready();
      server.engine.erasures().watchOver();
      server.watchAccessFiles();
      server.tellStart();
      return server;
    } catch (IOException | RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  private void tellStart() {
    LOG.atInfo()
        .addKeyValue("port", port())
        .addKeyValue("build", ServerBuild.version())
        .addKeyValue("models", modelCount())
        .addKeyValue("plugins", plugins.catalog().plugins().size())
        .addKeyValue("unfinished", engine.erasures().unfinished().size())
        .log("server started");
  }

  /** Callers are answered meanwhile; what fails for the server itself fails for none of them. */
  private void warm(SelfCalls calls) throws IOException {
    SelfCalls.Outcome outcome = calls
        .during(config.serving().warm(), KnownUsers.of(engine.registry()));
    LOG.debug("before SERVING: {}", outcome);
  }

  /** As callers on this machine reach it. */
  private static String address(ServerConfig config, int port) throws IOException {
    InetAddress host = InetAddress.getByName(config.listen().host());
    InetAddress reached = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
    String name = reached.getHostAddress();
    return (reached instanceof Inet6Address ? "[" + name + "]" : name) + ":" + port;
  }

  private void watchAccessFiles() {
    long pause = config.access().reloadPause().toNanos();
    var _ = executors.timer()
        .scheduleWithFixedDelay(this::refreshAccess, pause, pause, TimeUnit.NANOSECONDS);
  }

  /** The port of administration, if it has one of its own. */
  public OptionalInt adminPort() {
    return transport.adminPort();
  }

  /** The port that metrics are read from, if they are. */
  public OptionalInt metricsPort() {
    return metrics.port();
  }

  /** Whether the JSON gateway has a page for people at its path {@code /}. */
  public boolean hasGatewayHome() {
    return gateway.hasHome();
  }

  /** The port of the JSON gateway, if there is one. */
  public OptionalInt gatewayPort() {
    return gateway.port();
  }

  private void lookAfterPlugins() {
    var _ = executors.timer()
        .scheduleWithFixedDelay(
            engine.scoring()::look, PLUGINS_LOOKED_AT_MILLIS, PLUGINS_LOOKED_AT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** The port it listens on. */
  public int port() {
    return transport.port();
  }

  /** Calls that were turned away, for meters. */
  public AccessCounts accessCounts() {
    return access.counts();
  }

  /** Looks at the files of keys, certificates and roles now. */
  void refreshAccess() {
    access.refresh();
    extensions.forEach(RunningExtension::refresh);
  }

  /** Models that have interactions or a version. */
  public int modelCount() {
    return engine.directory().models().size();
  }

  /** Takes interactions in, beside the running models. */
  public InteractionIntake intake() {
    return engine.intake();
  }

  /** Its services, for a transport of another kind. */
  GrpcServices services() {
    return services;
  }

  /** What plugins there are now, and what failed. */
  public PluginCatalog plugins() {
    return plugins.catalog();
  }

  /** The raw public key that receipts are signed with, 32 bytes. */
  public byte[] receiptKey() {
    return engine.receiptKey();
  }

  /** Stops taking calls, drains, stops working, closes the folder. What is unfinished is kept. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      LOG.info("server stops");
      services.end();
      gateway.refuse();
      transport.stop(config.serving().drain());
      gateway.stop();
      metrics.close();
      extensions.forEach(RunningExtension::close);
      engine.close();
      hook.close();
      executors.close();
      log.end();
      ledger.close();
      folder.close();
      LOG.info("server stopped");
    }
  }
}
