package io.lethe.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sets up a {@link LetheClient}. Confined to one thread. */
public final class LetheClientBuilder {

  /** How long a call may take unless told otherwise. */
  public static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(5);

  private static final Pattern LOOPBACK = Pattern
      .compile("(dns:///)?(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?");

  private final String target;
  private Duration deadline = DEADLINE_DEFAULT;
  private boolean readYourErasures = true;
  private Optional<ChannelCredentials> credentials = Optional.empty();

  LetheClientBuilder(String target) {
    this.target = target;
  }

  /** How long a call may take, its retries included; {@link #DEADLINE_DEFAULT} unless set. */
  public LetheClientBuilder deadline(Duration newDeadline) {
    if (newDeadline.isNegative() || newDeadline.isZero()) {
      throw new IllegalArgumentException("a deadline must be positive, got " + newDeadline);
    }
    deadline = newDeadline;
    return this;
  }

  /**
   * Whether calls ask for a version that reflects what this client has erased; they do unless this is
   * switched off. From an erasure on that {@link ErasureHandle#await} saw completed, a server that
   * does not reflect it (another one that is behind, or one set back by an old backup) answers {@code
   * ERASURE_POSITION_BEHIND} instead of showing what was erased.
   */
  public LetheClientBuilder readYourErasures(boolean heeded) {
    readYourErasures = heeded;
    return this;
  }

  /**
   * What to trust and how to be known, such as {@link TlsChannelCredentials} with one's own
   * authority or client certificate. Without it, a server on this machine is called in plain text
   * and any other over TLS with the platform's authorities.
   */
  public LetheClientBuilder credentials(ChannelCredentials newCredentials) {
    credentials = Optional.of(newCredentials);
    return this;
  }

  /** Calls in plain text, wherever the server is: personal data crosses the network readable. */
  public LetheClientBuilder plaintext() {
    return credentials(InsecureChannelCredentials.create());
  }

  /** A client; it connects with its first call. */
  public LetheClient build() {
    ManagedChannel channel = Grpc
        .newChannelBuilder(target, credentials.orElseGet(() -> defaultCredentials(target)))
        .defaultServiceConfig(RetryPolicy.serviceConfig())
        .enableRetry()
        .build();
    return new LetheClient(channel, deadline, new OwnErasures(readYourErasures));
  }

  static ChannelCredentials defaultCredentials(String target) {
    return LOOPBACK.matcher(target).matches()
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.create();
  }
}
