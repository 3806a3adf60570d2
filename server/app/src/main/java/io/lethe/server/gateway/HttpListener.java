package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import io.grpc.ServerServiceDefinition;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.access.TlsManagers;
import io.lethe.server.config.GatewayConfig;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.errors.RefusedPort;
import io.lethe.server.gateway.json.HttpBindings;
import io.lethe.server.gateway.json.MessageJson;
import io.lethe.server.grpc.PublicMethods;
import io.lethe.server.grpc.admission.AddressShare;
import io.lethe.server.grpc.admission.ConnectionWatches;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The gateway's port, with its bounds. */
final class HttpListener {

  private static final int EVENT_LOOPS = 2;
  private static final int HEADER_BYTES_MAX = 8 * 1024;
  private static final Duration CONNECTION_IDLE_MAX = Duration.ofMinutes(1);
  private static final Duration PREFLIGHT_KEPT = Duration.ofHours(1);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration LOOPS_END_MAX = Duration.ofSeconds(5);
  /** Calls end by their own deadline; this is for what comes to no call. */
  private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(2);
  /** Long enough for who has just sent something to be told that the server goes down. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private final ServiceCalls calls;
  private final GatewayConfig gateway;
  private final EventLoopGroup loops = EventLoopGroups
      .newEventLoopGroup(EVENT_LOOPS, "lethe-gateway", true);
  private final Server server;

  HttpListener(
      GatewayServer.Offered offered, ServerConfig config, ServerAccess access,
      Set<HttpMount> mounts) {
    List<ServerServiceDefinition> open = config.access().isSecured()
        ? PublicMethods.of(offered.services())
        : offered.services();
    HttpBindings bindings = new HttpBindings(open);
    MessageJson json = new MessageJson(bindings.messageTypes());
    ErrorAnswers errors = new ErrorAnswers(json);
    calls = new ServiceCalls(
        offered.statuses(), open, offered.admission(),
        new ConnectionWatches(config.callLimits().connectionWatchesMax()));
    gateway = config.gateway();
    Page document = new Page(new OpenApiPage(), errors);
    ServerBuilder builder = Server.builder()
        .service("/healthz", new Page(new HealthPage(calls), errors))
        .service("/openapi.json", document)
        .service("/openapi.yaml", document)
        .serviceUnder("/", new ApiService(bindings, calls, json, errors))
        .errorHandler(new GatewayErrors(errors, offered.statuses()));
    mounts.forEach(mount -> {
      HttpService service = mount.service().apply(calls);
      mount.paths().forEach(path -> builder.service(path, service));
    });
    if (!gateway.corsOrigins().isEmpty()) {
      builder.decorator(cors(gateway.corsOrigins()));
    }
    // The last one is the outermost.
    builder.decorator(
        new RequestGuard(gateway.corsOrigins(), !config.access().isAuthenticated(), errors));
    bound(builder, config);
    builder.workerGroup(loops, false)
        .bossGroupFactory(
            address -> EventLoopGroups.newEventLoopGroup(1, "lethe-gateway-accept", true));
    listen(builder, gateway, access);
    server = builder.build();
  }

  private static Function<? super HttpService, CorsService> cors(Set<String> origins) {
    return CorsService.builder(origins)
        .allowRequestMethods(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)
        .allowRequestHeaders(
            HttpHeaderNames.AUTHORIZATION, HttpHeaderNames.CONTENT_TYPE, "last-event-id")
        .exposeHeaders(HttpHeaderNames.RETRY_AFTER, HttpHeaderNames.WWW_AUTHENTICATE)
        .maxAge(PREFLIGHT_KEPT)
        .newDecorator();
  }

  private static void bound(ServerBuilder builder, ServerConfig config) {
    ServerConfig.Serving serving = config.serving();
    ConnectionShares shares = new ConnectionShares(
        new AddressShare(config.gateway().connectionsMax()));
    builder.maxNumConnections(config.gateway().connectionsMax())
        .childChannelPipelineCustomizer(pipeline -> pipeline.addFirst(shares))
        .maxRequestLength(serving.messageBytesMax())
        .http1MaxInitialLineLength(HEADER_BYTES_MAX)
        .http1MaxHeaderSize(HEADER_BYTES_MAX)
        .http2MaxHeaderListSize(HEADER_BYTES_MAX)
        .http2MaxStreamsPerConnection(serving.connectionCallsMax())
        .idleTimeout(CONNECTION_IDLE_MAX)
        .requestTimeout(serving.deadline().plus(BEYOND_DEADLINE))
        .requestAutoAbortDelay(Duration.ZERO)
        .gracefulShutdownTimeout(serving.drain().isZero() ? Duration.ZERO : QUIET, serving.drain())
        // Whoever sends what is no HTTP would fill the log with stack traces; failures of calls are logged.
        .unloggedExceptionsReportInterval(Duration.ZERO)
        // What a call answers is never a script or a page to a browser, whatever it holds.
        .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .disableServerHeader();
  }

  private static void listen(ServerBuilder builder, GatewayConfig gateway, ServerAccess access) {
    InetSocketAddress address = new InetSocketAddress(gateway.host(), gateway.port());
    if (access.tls().isEmpty()) {
      builder.http(address);
      return;
    }
    TlsManagers tls = access.tls().get();
    builder.https(address)
        .tlsEngineType(TlsEngineType.JDK)
        .tls(new KeyManagerFactoryWrapper(tls.keys()))
        .tlsCustomizer(context -> askForCertificates(context, tls));
  }

  private static void askForCertificates(SslContextBuilder context, TlsManagers tls) {
    if (tls.trust() != null) {
      context.trustManager(tls.trust())
          .clientAuth(tls.certificateRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
  }

  void start() throws IOException {
    try {
      server.start().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof IOException taken) {
        throw new RefusedPort(
            "the JSON gateway", gateway.host(), gateway.port(), GatewayConfig.PORT.key(), taken);
      }
      throw failed;
    }
  }

  int port() {
    return server.activeLocalPort();
  }

  /** Begins to stop. */
  void refuse() {
    calls.refuse();
    var _ = server.stop();
  }

  /**
   * Waits until nothing is open. Not for the library to say that it has stopped: that comes two seconds
   * later, for a thread that accepts nothing any more.
   */
  void stop() {
    CompletableFuture<Void> stopped = server.stop();
    try {
      while (!stopped.isDone()
          && (server.numConnections() > 0 || !server.activePorts().isEmpty())) {
        Thread.sleep(LOOK);
      }
      loops.shutdownGracefully(0, LOOPS_END_MAX.toMillis(), TimeUnit.MILLISECONDS).await();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
