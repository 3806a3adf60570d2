package io.lethe.client;

import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Sets up a {@link LetheClient}. Confined to one thread. */
public final class LetheClientBuilder {

  /** How long a call may take unless told otherwise. */
  public static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(5);

  /** The largest answer of the contract: a batch of 50,000 items with ids of 256 bytes. */
  private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;
  /**
   * The largest request that is kept to be sent again: 10,000 interactions with ids of 256 bytes have
   * 5.3 MB. gRPC's own limit is 1 MiB; what is larger is not retried.
   */
  private static final long RETRY_BYTES_MAX = 8 * 1024 * 1024;

  private static final Pattern LOOPBACK = Pattern
      .compile("(dns:///)?(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?");

  private final String target;
  private Duration deadline = DEADLINE_DEFAULT;
  private boolean readYourErasures = true;
  private Optional<ChannelCredentials> credentials = Optional.empty();
  private Optional<Path> authority = Optional.empty();
  private Optional<Path> certificate = Optional.empty();
  private Optional<Path> key = Optional.empty();
  private Optional<Supplier<String>> token = Optional.empty();

  LetheClientBuilder(String target) {
    this.target = target;
  }

  /** How long a call may take, its retries included; {@link #DEADLINE_DEFAULT} unless set. */
  public LetheClientBuilder deadline(Duration newDeadline) {
    deadline = positive(newDeadline);
    return this;
  }

  static Duration positive(Duration deadline) {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline must be positive, got " + deadline);
    }
    return deadline;
  }

  /**
   * Whether calls ask for a version that reflects what this client has erased; they do unless this is
   * switched off. From an erasure on that {@code await}, {@code watch} or {@code now} of its {@link
   * ErasureHandle} saw completed, a server that does not reflect it (another one that is behind, or
   * one set back by an old backup) answers {@code ERASURE_POSITION_BEHIND} instead of showing what was
   * erased.
   */
  public LetheClientBuilder readYourErasures(boolean heeded) {
    readYourErasures = heeded;
    return this;
  }

  /**
   * What to trust and how to be known, however you make it; instead of {@link #trusting} and {@link
   * #presenting}. Without any of them, a server on this machine is called in plain text
   * and any other over TLS with the platform's authorities.
   */
  public LetheClientBuilder credentials(ChannelCredentials newCredentials) {
    credentials = Optional.of(newCredentials);
    return this;
  }

  /**
   * Calls over TLS, and takes the server's certificate from these authorities only.
   *
   * @param authorities PEM; read when the client is built
   */
  public LetheClientBuilder trusting(Path authorities) {
    authority = Optional.of(authorities);
    return this;
  }

  /**
   * Calls over TLS, and shows this certificate.
   *
   * @param ownCertificate with those above it, PEM; read when the client is built
   * @param ownKey PKCS#8, PEM, not encrypted
   */
  public LetheClientBuilder presenting(Path ownCertificate, Path ownKey) {
    certificate = Optional.of(ownCertificate);
    key = Optional.of(ownKey);
    return this;
  }

  /**
   * Sends a bearer token with every call.
   *
   * @param tokens asked before every attempt of every call, by any thread, so that a token that ends
   *     soon is followed by the next; it must not take long
   */
  public LetheClientBuilder token(Supplier<String> tokens) {
    token = Optional.of(tokens);
    return this;
  }

  /** Calls in plain text, wherever the server is: personal data crosses the network readable. */
  public LetheClientBuilder plaintext() {
    return credentials(InsecureChannelCredentials.create());
  }

  /**
   * A client; it connects with its first call.
   *
   * @throws IllegalStateException if a token would cross the network readable, or what to trust is
   *     said in two ways
   * @throws UncheckedIOException if a file of certificates or keys cannot be read
   */
  public LetheClient build() {
    ManagedChannel channel = Grpc.newChannelBuilder(target, channelCredentials())
        .defaultServiceConfig(RetryPolicy.serviceConfig())
        // A service that answers for the target's name must not change what is retried.
        .disableServiceConfigLookUp()
        .enableRetry()
        .perRpcBufferLimit(RETRY_BYTES_MAX)
        .maxInboundMessageSize(ANSWER_BYTES_MAX)
        .build();
    return new LetheClient(
        channel, new Calls(channel, deadline, new OwnErasures(readYourErasures)));
  }

  private ChannelCredentials channelCredentials() {
    ChannelCredentials transport = transport();
    if (token.isEmpty()) {
      return transport;
    }
    if (transport instanceof InsecureChannelCredentials && !LOOPBACK.matcher(target).matches()) {
      throw new IllegalStateException(
          "a token must not cross the network in plain text; the target is " + target);
    }
    return CompositeChannelCredentials.create(transport, new BearerToken(token.get()));
  }

  private ChannelCredentials transport() {
    if (authority.isEmpty() && certificate.isEmpty()) {
      return credentials.orElseGet(() -> defaultCredentials(target));
    }
    if (credentials.isPresent()) {
      throw new IllegalStateException(
          "say whom to trust by credentials or plaintext, or by trusting and presenting, not both");
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    try {
      if (authority.isPresent()) {
        tls.trustManager(authority.get().toFile());
      }
      if (certificate.isPresent() && key.isPresent()) {
        tls.keyManager(certificate.get().toFile(), key.get().toFile());
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("certificates or keys cannot be read", unreadable);
    }
    return tls.build();
  }

  static ChannelCredentials defaultCredentials(String target) {
    return LOOPBACK.matcher(target).matches()
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.create();
  }
}
