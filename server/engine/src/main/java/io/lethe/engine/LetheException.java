package io.lethe.engine;

import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that leaves the engine and its ports. Neither message nor metadata ever hold a
 * user's or an item's id.
 */
public final class LetheException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final transient Map<String, String> metadata;
  private final @Nullable Duration retryAfter;

  /** Without metadata. */
  public LetheException(ErrorKind kind, String message) {
    this(kind, message, Map.of(), null);
  }

  /** With metadata as the wire contract names it for this kind. */
  public LetheException(ErrorKind kind, String message, Map<String, String> metadata) {
    this(kind, message, metadata, null);
  }

  /** With a cause. */
  public LetheException(ErrorKind kind, String message, @Nullable Throwable cause) {
    this(kind, message, Map.of(), cause);
  }

  /** With everything. */
  public LetheException(
      ErrorKind kind, String message, Map<String, String> metadata, @Nullable Throwable cause) {
    this(kind, message, metadata, cause, null);
  }

  private LetheException(
      ErrorKind kind, String message, Map<String, String> metadata, @Nullable Throwable cause,
      @Nullable Duration retryAfter) {
    super(message, cause);
    this.kind = kind;
    this.metadata = Map.copyOf(metadata);
    this.retryAfter = retryAfter;
  }

  /** What passes by itself: the same call may succeed after a delay. */
  public static LetheException passing(
      ErrorKind kind, String message, Map<String, String> metadata, Duration retryAfter) {
    return new LetheException(kind, message, metadata, null, retryAfter);
  }

  /** Why. */
  public ErrorKind kind() {
    return kind;
  }

  /** After which delay the same call may succeed; empty where nobody knows. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** What the message says in words, by key. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
