package io.lethe.server.gateway;

import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.admission.AdmissionControl;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Offers the services over HTTP with JSON, if it is to. Where it is not, nothing of it is even loaded.
 */
public final class GatewayServer {

  private final Offered offered;
  private final ServerConfig config;
  private final ServerAccess access;
  private final Set<HttpMount> mounts;
  private volatile @Nullable HttpListener listener;

  /**
   * What is offered, and what decides how much of it at once.
   *
   * @param services whose messages are streams of bytes
   * @param statuses what a caller is told about a failure that came to no service
   */
  public record Offered(
      List<ServerServiceDefinition> services, Function<Throwable, StatusRuntimeException> statuses,
      AdmissionControl admission) {

    public Offered {
      services = List.copyOf(services);
    }
  }

  /**
   * Listens nowhere before {@link #start}.
   *
   * @param mounts more for the same port
   */
  public GatewayServer(
      Offered offered, ServerConfig config, ServerAccess access, Set<HttpMount> mounts) {
    this.offered = offered;
    this.config = config;
    this.access = access;
    this.mounts = Set.copyOf(mounts);
  }

  /**
   * Listens, if it is to.
   *
   * @throws IOException if the port is taken or the address is not this machine's
   */
  public void start() throws IOException {
    if (config.gateway().enabled()) {
      HttpListener made = new HttpListener(offered, config, access, mounts);
      listener = made;
      made.start();
    }
  }

  /** Where it listens; empty if it does not. */
  public OptionalInt port() {
    HttpListener now = listener;
    return now == null ? OptionalInt.empty() : OptionalInt.of(now.port());
  }

  /** Whether it has a page for people at its path {@code /}, where it listens. */
  public boolean hasHome() {
    return mounts.stream().anyMatch(mount -> mount.paths().contains(HttpMount.HOME));
  }

  /** Takes no new connections and calls. */
  public void refuse() {
    HttpListener now = listener;
    if (now != null) {
      now.refuse();
    }
  }

  /** Waits for calls under way, and cancels what is left after the drain. */
  public void stop() {
    HttpListener now = listener;
    if (now != null) {
      now.stop();
    }
  }
}
